package dev.xmdb.dump.open;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.elf.ElfDumpCoreReader;
import dev.xmdb.dump.file.ImageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Opens domain images. */
public final class DomainImages {
    private DomainImages() {}

    /**
     * Opens a domain image.
     *
     * @param path the file, compressed or not
     * @param progress is told how far decompression is
     * @throws IOException when the file cannot be read, or is not an image
     */
    public static DomainImage open(Path path, OpenProgress progress) throws IOException {
        ImageFile file = ImageFile.open(path);
        try {
            return ElfDumpCoreReader.read(file, List.of());
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }
}

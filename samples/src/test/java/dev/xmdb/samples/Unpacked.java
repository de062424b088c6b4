package dev.xmdb.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.tukaani.xz.XZInputStream;

/** Images that were packed, unpacked once for all processes that the tests start: each of them would take longer to unpack than to run. */
public final class Unpacked {
    private static final Path FOLDER = Path.of("target", "images").toAbsolutePath();

    private Unpacked() {}

    /** The embedded sample. */
    public static Path sample() {
        return of(Xmdb.SAMPLE, "sample.core");
    }

    /**
     * An image, unpacked once per build, whichever test of whichever process asks first.
     *
     * @param packed where it is, packed by xz
     * @param name what it is called when unpacked
     */
    static synchronized Path of(Path packed, String name) {
        Path unpacked = FOLDER.resolve(name);
        try {
            if (!Files.exists(unpacked)
                    || Files.getLastModifiedTime(unpacked).compareTo(Files.getLastModifiedTime(packed)) < 0) {
                Files.createDirectories(FOLDER);
                Path partial = Files.createTempFile(FOLDER, name, ".partial");
                try (var in = new XZInputStream(Files.newInputStream(packed))) {
                    Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(partial, unpacked, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return unpacked;
    }
}

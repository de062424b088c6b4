package dev.xmdb.target;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tukaani.xz.XZInputStream;

/** Real images, from the folder that the environment variable XMDB_IMAGES names; each is decompressed once. */
public final class RealImages {
    /** Names the folder. */
    public static final String VARIABLE = "XMDB_IMAGES";

    private static final Map<String, DomainImage> OPEN = new ConcurrentHashMap<>();

    private RealImages() {}

    /** The image of a name, shared by all tests and never closed. */
    public static DomainImage open(String name) {
        return OPEN.computeIfAbsent(name, RealImages::load);
    }

    /** A file that tells the truth about an image. */
    public static Path truth(String image, String file) {
        return folder().resolve(image + ".truth").resolve(file);
    }

    /** A file in the folder. */
    public static Path file(String name) {
        return folder().resolve(name);
    }

    private static Path folder() {
        return Path.of(System.getenv(VARIABLE));
    }

    private static DomainImage load(String name) {
        try {
            Path plain = folder().resolve(name + ".core");
            return DomainImages.open(Files.exists(plain) ? plain : decompressed(name), OpenProgress.NONE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path decompressed(String name) throws IOException {
        Path copy = Files.createTempFile("xmdb-test", ".core");
        copy.toFile().deleteOnExit();
        try (InputStream in = new XZInputStream(Files.newInputStream(folder().resolve(name + ".core.xz")))) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}

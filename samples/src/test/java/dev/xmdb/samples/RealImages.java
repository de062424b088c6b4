package dev.xmdb.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.tukaani.xz.XZInputStream;

/** The large real images and what is true about them: the folder that {@code XMDB_IMAGES} names. */
final class RealImages {
    private RealImages() {}

    /** The folder; the test is skipped when the variable is not set. */
    static Path folder() {
        String folder = System.getenv("XMDB_IMAGES");
        Assumptions.assumeTrue(folder != null, "XMDB_IMAGES is not set: tests on the large real images are skipped");
        return Path.of(folder);
    }

    /** An image by name, unpacked once per build. */
    static Path image(String name) {
        return Unpacked.of(folder().resolve(name + ".core.xz"), name + ".core");
    }

    /** A truth file's lines; {@code .gz} and {@code .xz} are unpacked. */
    static List<String> truth(String image, String file) {
        Path path = folder().resolve(image + ".truth").resolve(file);
        try (var raw = Files.newInputStream(path);
                var in = file.endsWith(".gz")
                        ? new GZIPInputStream(raw)
                        : file.endsWith(".xz") ? new XZInputStream(raw) : raw) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

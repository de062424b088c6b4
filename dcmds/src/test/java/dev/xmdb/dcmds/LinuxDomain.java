package dev.xmdb.dcmds;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Linux domains that Xen's own tools dumped: the sample of the repository, and those in the folder that XMDB_IMAGES names. */
public final class LinuxDomain {
    /** Names the folder of further images. */
    public static final String IMAGES = "XMDB_IMAGES";

    private static final String SAMPLE = "linux-pv64-small";
    private static final SoftlyKept<Target> OPEN = new SoftlyKept<>();

    private LinuxDomain() {}

    /** The repository's sample: one vCPU in user mode. Shared by all tests and never closed. */
    public static Target target() {
        return OPEN.get(SAMPLE, () -> open(Path.of("..", "samples", "images", SAMPLE + ".core.xz")));
    }

    /** An image in the folder. Shared by all tests and never closed. */
    public static Target real(String name) {
        return OPEN.get("real " + name, () -> {
            Path plain = folder().resolve(name + ".core");
            return open(Files.exists(plain) ? plain : folder().resolve(name + ".core.xz"));
        });
    }

    /** A file that tells the truth about an image. */
    public static Path truth(String image, String file) {
        return folder().resolve(image + ".truth").resolve(file);
    }

    private static Path folder() {
        return Path.of(System.getenv(IMAGES));
    }

    private static Target open(Path file) {
        try {
            return Targets.open(DomainImages.open(file, OpenProgress.NONE), TargetOptions.NONE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

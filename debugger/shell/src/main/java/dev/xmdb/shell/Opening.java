package dev.xmdb.shell;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.engine.file.FileName;
import dev.xmdb.engine.file.FileTrouble;
import dev.xmdb.shell.host.Messages;
import dev.xmdb.shell.host.ProgressLine;
import dev.xmdb.shell.options.Options;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** From an image's name to a target, and what has to be said about it. */
final class Opening {
    /** Longest list of degradations that is told unasked. */
    private static final int TOLD = 4;

    private final Options options;
    private final Messages messages;
    private final ProgressLine progress;

    Opening(Options options, Messages messages, ProgressLine progress) {
        this.options = options;
        this.messages = messages;
        this.progress = progress;
    }

    /** Looks at the files with more symbols and types. Says why one cannot be read; that it is not needed is only told. */
    Optional<String> checkExtraFiles() {
        Optional<String> obstacle = check("--vmlinux", options.vmlinux()).or(() -> check("--ctf", options.ctf()));
        if (obstacle.isEmpty()) {
            options.ctf()
                    .ifPresent(file -> messages.message(
                            "--ctf " + file + " is not used: no guest that this version knows takes it"));
            if (options.image().isEmpty()) {
                options.vmlinux()
                        .ifPresent(file -> messages.message(
                                "--vmlinux " + file + " is not used: there is no image that it could fit"));
            }
        }
        return obstacle;
    }

    private static Optional<String> check(String option, Optional<Path> file) {
        return file.filter(path -> !Files.isRegularFile(path) || !Files.isReadable(path))
                .map(path -> "cannot read " + option + " " + path
                        + (Files.exists(path) ? ": not a readable file" : ": no such file"));
    }

    /**
     * Opens an image.
     *
     * @throws IOException when it cannot be read, or is none
     */
    Target open(String image) throws IOException {
        Path path = FileName.path(image);
        progress.begin();
        DomainImage opened =
                DomainImages.open(path, (done, total) -> progress.report("decompressing " + image, done, total));
        progress.clear();
        try {
            return Targets.open(
                    opened, new TargetOptions(options.cr3(), options.guest(), options.kaslr(), options.vmlinux()));
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /** Why an image could not be opened. */
    static String reason(IOException e) {
        return e instanceof DumpFormatException ? String.valueOf(e.getMessage()) : FileTrouble.reason(e);
    }

    /** Tells what of a target is lost, suspect or guessed; once, and not at length. */
    void tellDegradations(Target target) {
        List<String> degradations = target.degradations();
        degradations.stream().limit(TOLD).forEach(messages::message);
        if (degradations.size() > TOLD) {
            messages.message("and " + (degradations.size() - TOLD) + " more of that kind, see ::status");
        }
    }
}

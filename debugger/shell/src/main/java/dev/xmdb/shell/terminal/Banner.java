package dev.xmdb.shell.terminal;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.engine.output.SafeText;
import dev.xmdb.shell.options.Version;
import dev.xmdb.target.Target;
import java.util.Optional;

/** What greets somebody at a terminal: what was opened, and the two things to know. */
final class Banner {
    private Banner() {}

    /** The greeting, harmless whatever the image holds. */
    static String of(Optional<Target> target) {
        return SafeText.of("xmdb " + Version.current() + ": "
                        + target.map(Banner::subject).orElse("a calculator"))
                + "\n::help explains, ::status tells more, Ctrl-D leaves.\n";
    }

    private static String subject(Target target) {
        DomainImage image = target.image();
        int vcpus = target.vcpus().size();
        String guest = target.guest().banner().isEmpty()
                ? "guest: " + target.guest().kind()
                : target.guest().banner();
        return image.path() + ", " + image.format().description() + " of a " + 8 * target.wordSize() + "-bit "
                + image.kind() + " domain, " + vcpus + (vcpus == 1 ? " vCPU" : " vCPUs") + "\n"
                + firstLine(guest);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}

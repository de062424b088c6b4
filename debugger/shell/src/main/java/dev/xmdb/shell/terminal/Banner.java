package dev.xmdb.shell.terminal;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.engine.Version;
import dev.xmdb.engine.output.SafeText;
import dev.xmdb.target.Target;
import java.util.Optional;

/** What greets somebody at a terminal: what was opened, and the two things to know. */
final class Banner {
    private static final String ELLIPSIS = "...";

    private Banner() {}

    /**
     * The greeting, harmless whatever the image holds.
     *
     * @param target what was opened; empty for a calculator
     * @param width columns of the terminal; 0 when it does not say
     */
    static String of(Optional<Target> target, int width) {
        var greeting = new StringBuilder("xmdb " + Version.current() + "\n");
        target.ifPresent(opened -> greeting.append(cut(subject(opened), width)).append(cut(guest(opened), width)));
        return greeting.append("::help explains, ")
                .append(target.isPresent() ? "::status tells more, " : "")
                .append("Ctrl-D leaves\n")
                .toString();
    }

    private static String subject(Target target) {
        DomainImage image = target.image();
        int vcpus = target.vcpus().size();
        return image.path() + ": " + image.format().description() + ", " + 8 * target.wordSize() + "-bit "
                + image.kind() + " domain, " + vcpus + (vcpus == 1 ? " vCPU" : " vCPUs");
    }

    private static String guest(Target target) {
        String banner = target.guest().banner();
        return banner.isEmpty() ? "guest: " + target.guest().kind() : banner;
    }

    /** The first line of a text, with a newline, made to fit. */
    private static String cut(String text, int width) {
        String line = SafeText.of(text.lines().findFirst().orElse(""));
        boolean fits = width < ELLIPSIS.length() || line.length() <= width;
        return (fits ? line : line.substring(0, width - ELLIPSIS.length()) + ELLIPSIS) + "\n";
    }
}

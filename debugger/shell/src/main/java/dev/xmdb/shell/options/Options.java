package dev.xmdb.shell.options;

import dev.xmdb.engine.SearchPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param image the image to open, as it was typed; empty for a calculator
 * @param scripts commands of {@code -e} and {@code -f}, in the order given; empty when commands come from standard input
 * @param form how output is written
 * @param vmlinux a file with more symbols
 * @param ctf a file with more types
 * @param cr3 page-table root that replaces vCPU 0's
 * @param kaslr displacement of the guest's kernel
 * @param guest kind of guest that replaces detection
 * @param allowShell whether {@code !} may run shell commands outside an interactive terminal
 * @param color when to use terminal attributes
 * @param skipRc whether the rc file is left alone
 * @param macroPath folders in which macro files are looked for, between colons; empty for the user's own
 */
public record Options(
        Optional<String> image,
        List<Script> scripts,
        Form form,
        Optional<Path> vmlinux,
        Optional<Path> ctf,
        OptionalLong cr3,
        OptionalLong kaslr,
        Optional<String> guest,
        boolean allowShell,
        ColorPolicy color,
        boolean skipRc,
        Optional<String> macroPath) {
    /** Copies the list. */
    public Options {
        scripts = List.copyOf(scripts);
    }

    /** The files that are read and must stay as they are: the image, and those of its symbols and types. */
    public List<Path> examined() {
        return Stream.of(image.map(Path::of), vmlinux, ctf)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Where macro files are looked for: where the command line says, else in the user's folder. */
    public SearchPath searchPath(String own) {
        var usual = new SearchPath(own);
        return macroPath.map(usual::changedTo).orElse(usual);
    }

    /** Output forms. */
    public enum Form {
        /** mdb's text. */
        TEXT,
        /** One JSON object for each emitted row. */
        JSONL
    }

    /** When output carries terminal attributes. */
    public enum ColorPolicy {
        /** On a terminal, unless the environment has NO_COLOR or a dumb TERM. */
        AUTO,
        /** Always. */
        ALWAYS,
        /** Never. */
        NEVER;

        /**
         * Whether output to some stream carries attributes.
         *
         * @param terminal whether the stream is a terminal
         * @param environment where NO_COLOR and TERM are looked up
         */
        public boolean applies(boolean terminal, Map<String, String> environment) {
            return switch (this) {
                case ALWAYS -> true;
                case NEVER -> false;
                case AUTO ->
                    terminal
                            && environment.getOrDefault("NO_COLOR", "").isEmpty()
                            && !"dumb".equals(environment.get("TERM"));
            };
        }
    }

    /** Commands that were named on the command line. */
    public sealed interface Script {

        /**
         * Commands themselves.
         *
         * @param commands their text
         */
        record Text(String commands) implements Script {}

        /**
         * A file of commands.
         *
         * @param path the file
         */
        record File(Path path) implements Script {}
    }
}

package dev.xmdb.samples.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A file of cases. Its form is told by the README beside it.
 *
 * @param name of the file, without its ending
 * @param path where it is
 * @param image what is debugged
 * @param options for the program, before the image
 * @param disassembles whether it needs a disassembler, which not every system has
 * @param cases in their order
 */
record CaseFile(String name, Path path, Image image, List<String> options, boolean disassembles, List<Case> cases) {
    /** What is debugged: nothing, the embedded sample, or a simulated domain. */
    sealed interface Image {
        /** Nothing. */
        record None() implements Image {}

        /**
         * The embedded sample.
         *
         * @param packed whether it is opened as it is: a process unpacks it then
         */
        record Sample(boolean packed) implements Image {}

        /**
         * A simulated domain.
         *
         * @param domain its name
         * @param seed from which it is made
         */
        record Simulated(String domain, long seed) implements Image {}

        /** Reads what stands behind {@code image:}. */
        static Image of(String text) {
            List<String> words = words(text);
            return switch (words.getFirst()) {
                case "none" -> new None();
                case "linux" -> new Sample(words.contains("packed"));
                case "sim" -> new Simulated(words.get(1), words.size() > 2 ? Long.parseLong(words.get(2)) : 1);
                default -> throw new IllegalArgumentException("not an image: " + text);
            };
        }
    }

    /** End of a line that would otherwise end in blanks, and start of one that would be taken for something else. */
    private static final String MARK = "¶";

    /** Reads a file. */
    static CaseFile read(Path path) throws IOException {
        return new Reading(path).file();
    }

    private static List<String> words(String text) {
        return text.isBlank()
                ? List.of()
                : Stream.of(text.strip().split("\\s+")).toList();
    }

    /** A file being read. */
    private static final class Reading {
        private final Path path;
        private final List<Case> cases = new ArrayList<>();
        private final List<String> options = new ArrayList<>();
        private final List<Image> images = new ArrayList<>();

        private boolean disassembles;
        private String heading = "";
        private int start;
        private List<String> input = new ArrayList<>();
        private List<String> expected = new ArrayList<>();
        private boolean alone;
        private OptionalInt status = OptionalInt.empty();

        Reading(Path path) {
            this.path = path;
        }

        CaseFile file() throws IOException {
            List<String> lines = Files.readAllLines(path);
            for (int i = 0; i < lines.size(); i++) {
                try {
                    line(lines.get(i), i + 1);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(path + ":" + (i + 1) + ": " + e.getMessage(), e);
                }
            }
            endOfCase();
            if (images.size() != 1) {
                throw new IllegalArgumentException(path + ": a file of cases has one line 'image: …'");
            }
            String name = path.getFileName().toString().replaceFirst("\\.txt$", "");
            return new CaseFile(name, path, images.getFirst(), List.copyOf(options), disassembles, List.copyOf(cases));
        }

        private void line(String line, int number) {
            if (line.startsWith("# ")) {
                endOfCase();
                heading = line.substring(2);
                start = number;
            } else if (heading.isEmpty()) {
                header(line);
            } else if (line.startsWith("> ")) {
                input.add(meant(checked(line.substring(2))));
            } else if (line.equals(">")) {
                input.add("");
            } else if (input.isEmpty()) {
                directive(line);
            } else {
                expected.add(checked(line));
            }
        }

        private void header(String line) {
            if (line.startsWith("image:")) {
                images.add(Image.of(line.substring("image:".length()).strip()));
            } else if (line.startsWith("options:")) {
                options.addAll(words(line.substring("options:".length())));
            } else if (line.equals("needs: disassembler")) {
                disassembles = true;
            }
        }

        private void directive(String line) {
            if (line.equals("@alone")) {
                alone = true;
            } else if (line.startsWith("@status ")) {
                alone = true;
                status = OptionalInt.of(Integer.parseInt(line.substring("@status ".length())));
            } else if (!line.isEmpty() && !line.startsWith("//")) {
                throw new IllegalArgumentException(
                        "neither input ('> '), nor a remark ('//'), nor @alone, nor @status N");
            }
        }

        private static String checked(String line) {
            if (!line.equals(line.stripTrailing())) {
                throw new IllegalArgumentException(
                        "a line that ends in blanks is written with " + MARK + " behind them");
            }
            return line;
        }

        private static String meant(String line) {
            String ended = line.endsWith(MARK) ? line.substring(0, line.length() - MARK.length()) : line;
            return ended.startsWith(MARK) ? ended.substring(MARK.length()) : ended;
        }

        /** The blank lines between two cases belong to neither; one that holds the mark is not blank. */
        private void endOfCase() {
            if (heading.isEmpty()) {
                return;
            }
            while (!expected.isEmpty() && expected.getLast().isEmpty()) {
                expected.removeLast();
            }
            if (input.isEmpty()) {
                throw new IllegalArgumentException("nothing is typed in the case of line " + start);
            }
            int blank = heading.indexOf(' ', heading.indexOf('§'));
            if (blank < 0) {
                throw new IllegalArgumentException("not 'document §number title': " + heading);
            }
            var section = Section.of(heading.substring(0, blank));
            cases.add(new Case(
                    section,
                    heading.substring(blank + 1),
                    start,
                    List.copyOf(input),
                    expected.stream().map(Reading::meant).toList(),
                    alone,
                    status));
            input = new ArrayList<>();
            expected = new ArrayList<>();
            alone = false;
            status = OptionalInt.empty();
        }
    }
}

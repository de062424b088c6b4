package dev.xmdb.samples.conformance;

import dev.xmdb.samples.Xmdb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The cases of a file in one process of the program, fed through its standard input. Before each of them the radix is 16 and dot is 0,
 * and marks are printed, so that one case that goes wrong does not shift what the others printed.
 */
final class Batch {
    private static final String MARK = "========conformance";
    private static final Pattern LINE_NUMBER = Pattern.compile("(?<=[ (](?:on )?line )[0-9]+(?= of \\(stdin\\))");

    private final List<List<String>> printed = new ArrayList<>();

    private Batch() {}

    /**
     * Runs cases.
     *
     * @param cases to be run in one session
     * @param arguments for the program
     * @param directory where it is started
     */
    static Batch of(List<Case> cases, List<String> arguments, Path directory) {
        var input = new StringBuilder();
        int[] firstLines = new int[cases.size()];
        int line = 1;
        for (int i = 0; i < cases.size(); i++) {
            List<String> before = List.of("0t16$d", "::eval 0", "::echo " + mark("begin", i));
            firstLines[i] = line + before.size();
            List<String> all = new ArrayList<>(before);
            all.addAll(cases.get(i).input());
            all.add("::echo " + mark("end", i));
            all.forEach(each -> input.append(each).append('\n'));
            line += all.size();
        }
        List<String> out =
                run(input.toString(), arguments, directory).out().lines().toList();
        var batch = new Batch();
        for (int i = 0; i < cases.size(); i++) {
            batch.printed.add(between(out, i, firstLines[i]));
        }
        return batch;
    }

    private static String mark(String which, int number) {
        return MARK + "-" + which + "-" + number + ".";
    }

    /** Starts the program with both of its outputs in one stream. */
    static Xmdb.Result run(String input, List<String> arguments, Path directory) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec 2>&1; exec \"$0\" \"$@\""));
        command.add(Xmdb.TOP.resolve("debugger/bin/xmdb").toString());
        command.add("-S");
        command.addAll(arguments);
        return Xmdb.process(command, directory, Map.of("SHELL", "/bin/sh", "TZ", "UTC"), input);
    }

    private static List<String> between(List<String> out, int number, int firstLine) {
        String begin = mark("begin", number);
        String end = mark("end", number);
        int from = 0;
        while (from < out.size() && !out.get(from).contains(begin)) {
            from++;
        }
        if (from == out.size()) {
            return List.of("(the session ended before this case)");
        }
        List<String> lines = new ArrayList<>();
        for (String line : out.subList(from + 1, out.size())) {
            int at = line.indexOf(end);
            if (at > 0 && !line.startsWith("{")) {
                lines.add(line.substring(0, at) + "(and no end of line)");
            }
            if (at >= 0) {
                return lines;
            }
            lines.add(counted(line, firstLine));
        }
        lines.add("(the session ended in this case)");
        return lines;
    }

    /** A message with the number of a line of the case, where the program counted the lines of the whole batch. */
    static String counted(String line, int firstLine) {
        if (!line.startsWith("xmdb: ")) {
            return line;
        }
        return LINE_NUMBER
                .matcher(line)
                .replaceFirst(match -> String.valueOf(Long.parseLong(match.group()) - firstLine + 1));
    }

    /** What a case printed. */
    List<String> printed(int number) {
        return printed.get(number);
    }
}

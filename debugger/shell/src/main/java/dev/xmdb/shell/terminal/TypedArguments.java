package dev.xmdb.shell.terminal;

import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.grammar.Argument;
import dev.xmdb.grammar.Command;
import dev.xmdb.grammar.CommandParser;
import dev.xmdb.grammar.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The arguments of a dcmd before the one that is being typed.
 *
 * @param words those that are no options, computed ones as empty texts
 * @param inOption whether the last one is an option that takes what is typed as its argument
 */
record TypedArguments(List<String> words, boolean inOption) {
    private static final Set<String> KEYWORDS = Set.of("struct", "union", "enum");

    /** Copies the list. */
    TypedArguments {
        words = List.copyOf(words);
    }

    /**
     * Reads them from a line.
     *
     * @param line the line up to the argument that is being typed
     * @param spec the dcmd
     */
    static TypedArguments of(String line, DcmdSpec spec) {
        var words = new ArrayList<String>();
        boolean inOption = false;
        boolean options = !spec.parsesItself();
        for (String word : all(line)) {
            if (inOption) {
                inOption = false;
            } else if (options && word.length() > 1 && word.startsWith("-")) {
                inOption = takesNext(word, spec);
            } else {
                words.add(word);
                options = false;
            }
        }
        return new TypedArguments(words, inOption);
    }

    private static List<String> all(String line) {
        List<Statement> statements = CommandParser.parse(line).statements();
        if (!statements.isEmpty()
                && statements.getLast() instanceof Statement.Run run
                && run.pipeline().commands().getLast() instanceof Command.Dcmd dcmd) {
            return dcmd.arguments().stream()
                    .map(argument -> argument instanceof Argument.Word word ? word.text() : "")
                    .toList();
        }
        return List.of();
    }

    private static boolean takesNext(String cluster, DcmdSpec spec) {
        char last = cluster.charAt(cluster.length() - 1);
        return spec.options().stream()
                .anyMatch(option -> option.letter() == last && option.kind() != OptionSpec.Kind.FLAG);
    }

    /** The keyword of a type that a word is. */
    static boolean isKeyword(String word) {
        return KEYWORDS.contains(word);
    }

    /** How many words a type's name takes that begins at one of them; 0 when it is not finished. */
    int typeLength(int from) {
        int next = from + 1;
        if (from >= words.size() || (isKeyword(words.get(from)) && ++next > words.size())) {
            return 0;
        }
        while (next < words.size() && words.get(next).matches("\\*+")) {
            next++;
        }
        return next - from;
    }
}

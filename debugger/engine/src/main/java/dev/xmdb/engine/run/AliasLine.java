package dev.xmdb.engine.run;

import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.DcmdException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A line that begins with an alias and has nothing of our own language in it.
 *
 * @param text the line that it stands for
 * @param shownOnly whether the user asked to see it, not to run it ({@code --mdb})
 */
record AliasLine(String text, boolean shownOnly) {
    private static final String SHOW = "--mdb";
    private static final String VERBS = "/\\?=@,:$+>";

    /**
     * Translates a line; empty when it is none of an alias.
     *
     * @param aliases finds an alias by its name
     * @throws DcmdException when the words after the alias have no equivalent
     */
    static Optional<AliasLine> of(String line, Function<String, Optional<CommandAlias>> aliases) {
        boolean shown = line.stripTrailing().endsWith(" " + SHOW);
        String stripped = shown
                ? line.strip()
                        .substring(0, line.strip().length() - SHOW.length())
                        .strip()
                : line.strip();
        int end = 0;
        while (end < stripped.length() && isNamePart(stripped.charAt(end))) {
            end++;
        }
        String rest = stripped.substring(end);
        Optional<CommandAlias> alias = end == 0 ? Optional.empty() : aliases.apply(stripped.substring(0, end));
        if (alias.isEmpty() || !mayFollow(rest) || unquoted(rest, "::") >= 0) {
            return Optional.empty();
        }
        int pipe = firstOf(unquoted(rest, "|"), unquoted(rest, "!"));
        String shell = pipe < 0 ? "" : rest.substring(pipe + 1).strip();
        List<String> words = words(pipe < 0 ? rest : rest.substring(0, pipe));
        String ours = alias.get().translation().apply(List.copyOf(words));
        return Optional.of(new AliasLine(pipe < 0 ? ours : ours + " ! " + shell, shown));
    }

    private static boolean isNamePart(char c) {
        return c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
    }

    /** Whether what follows the first word leaves it a command: an operator or a verb makes it a symbol. */
    private static boolean mayFollow(String rest) {
        if (rest.isEmpty()) {
            return true;
        }
        String next = rest.strip();
        return Character.isWhitespace(rest.charAt(0)) && (next.isEmpty() || VERBS.indexOf(next.charAt(0)) < 0);
    }

    private static int firstOf(int one, int other) {
        return one < 0 || other < 0 ? Math.max(one, other) : Math.min(one, other);
    }

    private static int unquoted(String text, String sought) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (text.startsWith(sought, i)) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                begun = true;
            } else if (begun) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}

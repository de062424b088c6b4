package dev.xmdb.engine.run;

import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.DcmdException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A line with statements that begin with an alias and have nothing of our own language before a pipe.
 *
 * @param text the line that it stands for
 * @param shownOnly whether the user asked to see it, not to run it ({@code --mdb})
 */
record AliasLine(String text, boolean shownOnly) {
    private static final String SHOW = "--mdb";
    private static final String DCMD = "::";
    private static final String VERBS = "/\\?=@,:$+>";

    /**
     * Translates a line; empty when no statement of it begins with an alias.
     *
     * @param aliases finds an alias by its name
     * @throws DcmdException when the words after an alias have no equivalent
     */
    static Optional<AliasLine> of(String line, Function<String, Optional<CommandAlias>> aliases) {
        var statements = new ArrayList<String>();
        boolean any = false;
        boolean shown = false;
        for (int at = 0; at < line.length(); ) {
            int end = end(line, at);
            String statement = line.substring(at, end);
            Optional<Translated> translated = Translated.of(statement, aliases);
            any |= translated.isPresent();
            shown |= translated.isPresent() && translated.get().shownOnly();
            statements.add(translated.map(Translated::text).orElse(statement));
            at = end + 1;
        }
        return any ? Optional.of(new AliasLine(String.join("; ", statements), shown)) : Optional.empty();
    }

    /** Where a statement ends: at a semicolon, which in a shell command no quotes protect. */
    private static int end(String line, int from) {
        char quote = 0;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == ';' || c == '!') {
                int end = line.indexOf(';', i);
                return end < 0 ? line.length() : end;
            }
        }
        return line.length();
    }

    /**
     * A statement that begins with an alias.
     *
     * @param text what it stands for
     * @param shownOnly whether it is only to be shown
     */
    private record Translated(String text, boolean shownOnly) {
        static Optional<Translated> of(String text, Function<String, Optional<CommandAlias>> aliases) {
            int begin = text.length() - text.stripLeading().length();
            int end = begin;
            while (end < text.length() && isNamePart(text.charAt(end))) {
                end++;
            }
            Optional<CommandAlias> alias = end == begin ? Optional.empty() : aliases.apply(text.substring(begin, end));
            String whole = text.substring(end).stripTrailing();
            boolean atEnd = whole.endsWith(" " + SHOW);
            String rest = atEnd ? whole.substring(0, whole.length() - SHOW.length()) : whole;
            int pipe = firstOf(unquoted(rest, "|"), unquoted(rest, "!"));
            String command = pipe < 0 ? rest : rest.substring(0, pipe);
            if (alias.isEmpty() || !mayFollow(command) || unquoted(command, DCMD) >= 0) {
                return Optional.empty();
            }
            List<String> words = words(command);
            boolean shown = words.removeIf(SHOW::equals) || atEnd;
            String ours = translation(alias.get(), words, shown);
            if (pipe < 0) {
                return Optional.of(new Translated(ours, shown));
            }
            String after = rest.substring(pipe + 1).strip();
            boolean piped = rest.charAt(pipe) == '|' && after.startsWith(DCMD);
            return Optional.of(new Translated(ours + (piped ? " | " : " ! ") + after, shown));
        }
    }

    /** What is only shown may lack its arguments: their names stand for them. */
    private static String translation(CommandAlias alias, List<String> words, boolean shown) {
        try {
            return alias.translation().apply(List.copyOf(words));
        } catch (DcmdException failure) {
            if (!shown || !words.isEmpty()) {
                throw failure;
            }
        }
        List<String> names = mandatory(alias.synopsis());
        try {
            return alias.translation()
                    .apply(names.stream()
                            .map(name -> name.startsWith("-") ? name : name.toUpperCase(Locale.ROOT))
                            .toList());
        } catch (DcmdException notANameButAWord) {
            return alias.translation().apply(names);
        }
    }

    /** The words that must follow an alias, in its simplest form. */
    private static List<String> mandatory(String synopsis) {
        String must = synopsis;
        for (String whole = ""; !must.equals(whole); ) {
            whole = must;
            must = whole.replaceFirst("\\[[^\\[\\]]*]", "");
        }
        return words(must.replaceFirst("[|].*", ""));
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

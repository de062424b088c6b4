package dev.xmdb.engine.run;

import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.DcmdException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line with statements that begin with an alias and have nothing of our own language before a pipe.
 *
 * @param parts its statements, in order
 */
record AliasLine(List<Part> parts) {
    private static final String SHOW = "--mdb";
    private static final String DCMD = "::";
    private static final String COMMENT = "//";
    private static final String VERBS = "/\\?=@,:$+>";

    AliasLine {
        parts = List.copyOf(parts);
    }

    /**
     * A statement of such a line.
     *
     * @param begin how many characters of the line come before it
     * @param text what was typed, or what that stands for
     * @param kind what became of it
     */
    record Part(int begin, String text, Kind kind) {}

    /** What became of a statement. */
    enum Kind {
        /** It is what was typed. */
        TYPED,
        /** It began with an alias. */
        TRANSLATED,
        /** It began with an alias, and the user asked to see its translation, not to run it ({@code --mdb}). */
        SHOWN,
        /** It began with an alias and has no equivalent; its text says why. */
        REFUSED
    }

    /** Finds the statements of a line; empty when none begins with an alias. */
    static Optional<AliasLine> of(String line, Function<String, Optional<CommandAlias>> aliases) {
        var parts = new ArrayList<Part>();
        boolean any = false;
        int end;
        for (int at = 0; at < line.length(); at = end + 1) {
            end = end(line, at);
            Part part = part(at, line.substring(at, end), aliases);
            any |= part.kind() != Kind.TYPED;
            parts.add(part);
        }
        return any ? Optional.of(new AliasLine(parts)) : Optional.empty();
    }

    /** Whether the user asked to see what the line stands for, and all of it stands for something. */
    boolean shownOnly() {
        return parts.stream().anyMatch(part -> part.kind() == Kind.SHOWN)
                && parts.stream().noneMatch(part -> part.kind() == Kind.REFUSED);
    }

    /** What the line stands for. */
    String text() {
        return parts.stream().map(part -> part.text().strip()).collect(Collectors.joining("; "));
    }

    /** Where a statement ends: at a semicolon, which in a shell command no quotes protect; a comment takes all of the line. */
    private static int end(String line, int from) {
        int end = unquoted(line, from, ";!", COMMENT);
        if (end < 0 || line.startsWith(COMMENT, end)) {
            return line.length();
        }
        int semicolon = line.indexOf(';', end);
        return semicolon < 0 ? line.length() : semicolon;
    }

    private static Part part(int begin, String statement, Function<String, Optional<CommandAlias>> aliases) {
        int name = statement.length() - statement.stripLeading().length();
        int end = name;
        while (end < statement.length() && isNamePart(statement.charAt(end))) {
            end++;
        }
        Optional<CommandAlias> alias = end == name ? Optional.empty() : aliases.apply(statement.substring(name, end));
        if (alias.isEmpty()) {
            return new Part(begin, statement, Kind.TYPED);
        }
        int comment = unquoted(statement, end, "", COMMENT);
        String whole = statement
                .substring(end, comment < 0 ? statement.length() : comment)
                .stripTrailing();
        boolean atEnd = whole.endsWith(" " + SHOW);
        String rest = atEnd ? whole.substring(0, whole.length() - SHOW.length()) : whole;
        int pipe = pipe(rest);
        String command = pipe < 0 ? rest : rest.substring(0, pipe);
        if (!mayFollow(command) || unquoted(command, 0, "", DCMD) >= 0) {
            return new Part(begin, statement, Kind.TYPED);
        }
        List<String> words = words(command);
        boolean shown = words.removeIf(SHOW::equals) || atEnd;
        try {
            String ours = translation(alias.get(), words, shown);
            return new Part(
                    begin + name,
                    pipe < 0
                            ? ours
                            : ours
                                    + led(
                                            rest.charAt(pipe),
                                            rest.substring(pipe + 1).strip()),
                    shown ? Kind.SHOWN : Kind.TRANSLATED);
        } catch (DcmdException failure) {
            return new Part(begin + name, String.valueOf(failure.getMessage()), Kind.REFUSED);
        }
    }

    /** A pipe leads to a shell command unless one of our own follows. */
    private static String led(char pipe, String after) {
        return (pipe == '|' && after.startsWith(DCMD) ? " | " : " ! ") + after;
    }

    /** Where a pipe begins: what is in parentheses belongs to an expression, and so does an operator of two characters. */
    private static int pipe(String text) {
        int depth = 0;
        for (int at = unquoted(text, 0, "()|!", null); at >= 0; at = unquoted(text, at + 1, "()|!", null)) {
            char c = text.charAt(at);
            if (c == '(' || c == ')') {
                depth = Math.max(0, depth + (c == '(' ? 1 : -1));
            } else if (depth == 0) {
                String next = text.substring(at + 1, Math.min(at + 2, text.length()));
                if (c == '!' ? !next.equals("=") : !next.equals("|")) {
                    return at;
                }
                at++;
            }
        }
        return -1;
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

    /** Where one of some characters, or a word, first stands outside of quotes, from a place on; -1 when nowhere. */
    private static int unquoted(String text, int from, String characters, @Nullable String word) {
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (characters.indexOf(c) >= 0 || (word != null && text.startsWith(word, i))) {
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

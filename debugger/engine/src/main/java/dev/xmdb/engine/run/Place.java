package dev.xmdb.engine.run;

import dev.xmdb.grammar.Position;
import java.util.Optional;

/**
 * Where command text comes from, for messages about it.
 *
 * @param source the file's name; in parentheses when it is none, such as standard input; empty for text that was typed
 * @param line the line in it that the text begins with, 1-based
 * @param column how many characters of that line come before the text
 * @param translated whether the text is not what stands there, so that nothing tells of a place in it but where it begins
 */
record Place(String source, int line, int column, boolean translated) {
    /** A string that is evaluated. */
    static final Place STRING = new Place("", 1, 0);

    /** The first character of a text. */
    static final Position START = new Position(1, 0);

    private static final int LONGEST_TOKEN = 64;

    /** A place of text that stands there. */
    Place(String source, int line, int column) {
        this(source, line, column, false);
    }

    /** The place of what stands for the text that begins here. */
    Place ofTranslation() {
        return new Place(source, line, column, true);
    }

    /** The place of what stands some characters further in the same line. */
    Place after(int characters) {
        return translated ? this : new Place(source, line, column + characters);
    }

    /** The first message about a token, as mdb words it. */
    String describe(String message, String token, Position position) {
        var text = new StringBuilder(message);
        text.append(onLine(lineOf(position)));
        if (!token.isEmpty()) {
            String shown = token.length() > LONGEST_TOKEN ? token.substring(0, LONGEST_TOKEN) + "..." : token;
            text.append(" near \"")
                    .append(shown.replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                            .replace("\t", "\\t"))
                    .append('"');
        }
        return text.toString();
    }

    /**
     * What a second message says about a token: its column in a script, and what could have stood there.
     *
     * @param expected what could have; empty when that is not known
     */
    Optional<String> detail(String expected, Position position) {
        String column = isScript() ? "at column " + columnOf(position) : "";
        if (expected.isEmpty()) {
            return column.isEmpty() ? Optional.empty() : Optional.of(column);
        }
        return Optional.of((column.isEmpty() ? "" : column + ": ") + "expecting " + expected);
    }

    /** The line, as the end of a message; nothing for text that was typed. */
    String onLine() {
        return onLine(line);
    }

    private String onLine(int number) {
        return source.isEmpty() ? "" : " on line " + number + " of " + source;
    }

    /** A message about a statement; where it stands is told when that is in a script. */
    String describe(String message, Position position) {
        return !isScript()
                ? message
                : message + " (line " + lineOf(position) + " of " + source + ", column " + columnOf(position) + ")";
    }

    /** Whoever wrote a script wants to find the place again; text that was typed is still on the screen. */
    private boolean isScript() {
        return !source.isEmpty();
    }

    private int lineOf(Position position) {
        return translated ? line : line + position.line() - 1;
    }

    private int columnOf(Position position) {
        return translated ? column + 1 : position.column() + 1 + (position.line() == 1 ? column : 0);
    }
}

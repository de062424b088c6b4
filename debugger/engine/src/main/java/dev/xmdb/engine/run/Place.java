package dev.xmdb.engine.run;

import dev.xmdb.grammar.Position;

/**
 * Where command text comes from, for messages about it.
 *
 * @param source the file's name; empty for text that was typed
 * @param line the line in it that the text begins with, 1-based
 */
record Place(String source, int line) {
    /** A string that is evaluated. */
    static final Place STRING = new Place("", 1);

    /** The first character of a text. */
    static final Position START = new Position(1, 0);

    private static final int LONGEST_TOKEN = 64;

    /** A message about a token. */
    String describe(String message, String token, Position position) {
        var text = new StringBuilder(message);
        if (!source.isEmpty()) {
            text.append(" on line ")
                    .append(line + position.line() - 1)
                    .append(" of ")
                    .append(source);
        }
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
}

package dev.xmdb.dcmds.core.types;

import dev.xmdb.engine.output.TextFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The format of {@code ::printf}: text, and conversions {@code %[-0][width|?]c}. {@code I} and {@code N} are network addresses, which are
 * made text first.
 *
 * @param pieces the format cut behind every conversion
 * @param end the text after the last one
 */
record PrintfFormat(List<Piece> pieces, String end) {
    private static final String LETTERS = "aAdHINopqrRsuxXY";

    /**
     * A conversion.
     *
     * @param format it and the text before it
     * @param letter what it makes of a value
     */
    record Piece(TextFormat format, char letter) {}

    /** Copies the list. */
    PrintfFormat {
        pieces = List.copyOf(pieces);
    }

    /**
     * Reads a format.
     *
     * @throws MisnamedException naming the character and its place when it is none
     */
    static PrintfFormat of(String format) {
        var pieces = new ArrayList<Piece>();
        int start = 0;
        int at = 0;
        while (at < format.length()) {
            if (format.charAt(at) != '%') {
                at++;
                continue;
            }
            if (format.startsWith("%%", at)) {
                at += 2;
                continue;
            }
            int letter = letterAfter(format, at + 1);
            if (letter >= format.length() || LETTERS.indexOf(format.charAt(letter)) < 0) {
                throw illegal(format, letter);
            }
            char c = format.charAt(letter);
            String text = format.substring(start, letter) + (c == 'I' || c == 'N' ? 's' : c);
            pieces.add(new Piece(compiled(text, format, letter), c));
            at = letter + 1;
            start = at;
        }
        return new PrintfFormat(pieces, format.substring(start).replace("%%", "%"));
    }

    private static int letterAfter(String format, int from) {
        int at = from;
        while (at < format.length() && (format.charAt(at) == '-' || format.charAt(at) == '0')) {
            at++;
        }
        if (at < format.length() && format.charAt(at) == '?') {
            return at + 1;
        }
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static TextFormat compiled(String text, String format, int at) {
        try {
            return TextFormat.of(text);
        } catch (IllegalArgumentException tooWide) {
            throw illegal(format, at);
        }
    }

    private static MisnamedException illegal(String format, int at) {
        return new MisnamedException(
                at < format.length()
                        ? "illegal format string at or near '" + format.charAt(at) + "' (position " + (at + 1) + ")"
                        : "illegal format string: it ends inside a conversion");
    }
}

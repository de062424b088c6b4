package dev.xmdb.engine.output;

import java.util.Locale;

/**
 * Text that may come from a guest, made harmless for a terminal: control characters (except newline and tab), bidirectional and other
 * format characters, line and paragraph separators, and lone surrogates become visible escapes ({@code \x1b}, {@code \u202e}). Safe
 * text is returned as it is.
 */
public final class SafeText {

    private SafeText() {}

    /** The text with everything dangerous escaped. */
    public static String of(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < 0x20 ? c != '\n' && c != '\t' : c >= 0x7f) {
                return escape(text, at);
            }
        }
        return text;
    }

    private static String escape(String text, int from) {
        var safe = new StringBuilder(text.length() + 16).append(text, 0, from);
        int at = from;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (isSafe(point)) {
                safe.appendCodePoint(point);
            } else if (point < 0x100) {
                safe.append(String.format(Locale.ROOT, "\\x%02x", point));
            } else if (point < 0x10000) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                safe.append(String.format(Locale.ROOT, "\\U%08x", point));
            }
        }
        return safe.toString();
    }

    /** Whether a code point may reach a terminal as it is. */
    public static boolean isSafe(int point) {
        if (point == '\n' || point == '\t') {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}

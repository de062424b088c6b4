package dev.xmdb.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The backslash escapes of C, as strings and character constants know them. */
final class CEscapes {

    private CEscapes() {}

    /**
     * Resolves the escapes of a string: {@code \a \b \f \n \r \t \v \" \\} and one to three octal digits. Any other backslash
     * stays.
     */
    static String resolve(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        var resolved = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                resolved.append(c);
                i++;
                continue;
            }
            int length = octalLength(text, i + 1);
            if (length > 0) {
                resolved.append((char) octal(text, i + 1, length));
                i += 1 + length;
                continue;
            }
            char next = text.charAt(i + 1);
            int simple = simple(next);
            if (simple < 0) {
                resolved.append('\\').append(next);
            } else {
                resolved.append((char) simple);
            }
            i += 2;
        }
        return resolved.toString();
    }

    /** The bytes of a character constant: as {@link #resolve}, with {@code \'} besides, other characters in UTF-8. */
    static byte[] bytes(String text) {
        var bytes = new ByteArrayOutputStream(8);
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                int length = octalLength(text, i + 1);
                char next = text.charAt(i + 1);
                int simple = next == '\'' ? next : simple(next);
                if (length > 0) {
                    bytes.write(octal(text, i + 1, length));
                    i += 1 + length;
                    continue;
                }
                if (simple >= 0) {
                    bytes.write(simple);
                    i += 2;
                    continue;
                }
            }
            int codePoint = text.codePointAt(i);
            byte[] encoded = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            bytes.write(encoded, 0, encoded.length);
            i += Character.charCount(codePoint);
        }
        return bytes.toByteArray();
    }

    /** Appends text so that {@link #resolve} gives it back. */
    static void append(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        appendOctal(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }

    /** Appends a byte as three octal digits. */
    static void appendOctal(StringBuilder out, int value) {
        out.append('\\')
                .append((char) ('0' + ((value >> 6) & 3)))
                .append((char) ('0' + ((value >> 3) & 7)))
                .append((char) ('0' + (value & 7)));
    }

    private static int simple(char letter) {
        return switch (letter) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case '"', '\\' -> letter;
            default -> -1;
        };
    }

    private static int octalLength(String text, int from) {
        int length = 0;
        while (length < 3 && from + length < text.length() && isOctal(text.charAt(from + length))) {
            length++;
        }
        return length;
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }

    private static int octal(String text, int from, int length) {
        int value = 0;
        for (int i = from; i < from + length; i++) {
            value = (value << 3) | (text.charAt(i) - '0');
        }
        return value & 0xff;
    }
}

package dev.xmdb.engine.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Bytes of a guest as text. */
public final class GuestStrings {

    private GuestStrings() {}

    /** The bytes as UTF-8 when they are, else a character a byte. */
    public static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** A byte as a C program would write it between quotes: itself, {@code \n}, or three octal digits. */
    public static String escape(int b) {
        return switch (b) {
            case 0 -> "\\0";
            case 7 -> "\\a";
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case 0x0b -> "\\v";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> b >= 0x20 && b < 0x7f ? String.valueOf((char) b) : String.format(Locale.ROOT, "\\%03o", b);
        };
    }

    /** Bytes as a C program would write them between quotes. */
    public static String escape(byte[] bytes) {
        var text = new StringBuilder();
        for (byte b : bytes) {
            text.append(escape(b & 0xff));
        }
        return text.toString();
    }
}

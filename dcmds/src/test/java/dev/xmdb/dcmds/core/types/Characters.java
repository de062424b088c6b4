package dev.xmdb.dcmds.core.types;

import java.util.Locale;

/** Characters as C writes them between quotes. */
final class Characters {
    private Characters() {}

    static String escaped(int value) {
        return switch (value) {
            case 0 -> "\\0";
            case '"', '\\' -> "\\" + (char) value;
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case 7 -> "\\a";
            case 11 -> "\\v";
            default ->
                value >= ' ' && value < 0x7f
                        ? String.valueOf((char) value)
                        : String.format(Locale.ROOT, "\\%03o", value);
        };
    }
}

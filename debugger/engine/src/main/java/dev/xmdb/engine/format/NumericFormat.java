package dev.xmdb.engine.format;

import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.TextFormat;
import dev.xmdb.engine.output.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A format character that prints one number of a fixed size.
 *
 * @param size bytes; 0 for a pointer's
 * @param kind how the bytes are understood
 * @param format how the number is printed
 */
record NumericFormat(int size, Kind kind, TextFormat format) {

    /** How bytes are understood. */
    enum Kind {
        /** People read it in hexadecimal. */
        ADDRESS,
        /** A number without a sign. */
        UNSIGNED,
        /** A number with a sign. */
        SIGNED,
        /** An address whose symbol is shown. */
        SYMBOL,
        /** Hexadecimal, most significant byte first. */
        SWAPPED
    }

    private static final TextFormat WIDE = TextFormat.of("%-17x");
    private static final Map<Character, NumericFormat> ALL = new HashMap<>();

    static {
        add("B", 1, Kind.ADDRESS, "%-8x");
        add("b", 1, Kind.ADDRESS, "%-#8o");
        add("D", 4, Kind.SIGNED, "%-16d");
        add("d", 2, Kind.SIGNED, "%-8d");
        add("E", 8, Kind.UNSIGNED, "%-16u");
        add("e", 8, Kind.SIGNED, "%-16d");
        add("G", 8, Kind.ADDRESS, "%-16o");
        add("g", 8, Kind.SIGNED, "%-16q");
        add("H", 4, Kind.SWAPPED, "%-16x");
        add("h", 2, Kind.SWAPPED, "%-8x");
        add("JZ", 8, Kind.ADDRESS, "%-16x");
        add("K", 0, Kind.ADDRESS, "%-16x");
        add("O", 4, Kind.ADDRESS, "%-#16o");
        add("o", 2, Kind.ADDRESS, "%-#8o");
        add("Pp", 0, Kind.SYMBOL, "%-16a");
        add("Q", 4, Kind.SIGNED, "%-#16q");
        add("q", 2, Kind.SIGNED, "%-#8q");
        add("U", 4, Kind.UNSIGNED, "%-16u");
        add("u", 2, Kind.UNSIGNED, "%-8u");
        add("V", 1, Kind.UNSIGNED, "%-8u");
        add("v", 1, Kind.SIGNED, "%-8d");
        add("W", 4, Kind.UNSIGNED, "%-16r");
        add("w", 2, Kind.UNSIGNED, "%-8r");
        add("X", 4, Kind.ADDRESS, "%-16x");
        add("x", 2, Kind.ADDRESS, "%-8x");
        add("Y", 4, Kind.SIGNED, "%-24Y");
        add("y", 8, Kind.SIGNED, "%-24Y");
    }

    private static void add(String letters, int size, Kind kind, String format) {
        for (int i = 0; i < letters.length(); i++) {
            ALL.put(letters.charAt(i), new NumericFormat(size, kind, TextFormat.of(format)));
        }
    }

    /** The format of a letter; null when it prints no number. */
    static @Nullable NumericFormat of(char letter) {
        return ALL.get(letter);
    }

    int bytes(int wordSize) {
        return size == 0 ? wordSize : size;
    }

    /** What zero-extended bytes mean. */
    long meaning(long raw, int bytes) {
        int spare = 64 - 8 * bytes;
        return switch (kind) {
            case SIGNED -> raw << spare >> spare;
            case SWAPPED -> Long.reverseBytes(raw) >>> spare;
            case ADDRESS, UNSIGNED, SYMBOL -> raw;
        };
    }

    Value value(Layout layout, long meaning) {
        return switch (kind) {
            case SIGNED -> new Value.Quantity(meaning);
            case UNSIGNED -> meaning >= 0 ? new Value.Quantity(meaning) : new Value.Address(meaning);
            case SYMBOL -> new Value.SymbolRef(meaning, layout.symbol(meaning));
            case ADDRESS, SWAPPED -> new Value.Address(meaning);
        };
    }

    String text(Layout layout, long meaning, Value value) {
        // Eight full bytes of hexadecimal fill the sixteen columns, so they get a seventeenth to stand apart.
        boolean wide = meaning >>> 60 != 0 && format.toString().equals("%-16x");
        return (wide ? WIDE : format).format(layout, List.of(value));
    }
}

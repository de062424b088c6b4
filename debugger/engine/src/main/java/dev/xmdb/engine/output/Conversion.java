package dev.xmdb.engine.output;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One conversion of a {@link TextFormat}.
 *
 * @param left {@code -}: pad on the right
 * @param alternate {@code #}: base marks; a colon after a symbol
 * @param zero {@code 0}: pad with zeros
 * @param sign {@code '+'} or {@code ' '} before a number that is not negative, or 0
 * @param width least width; {@link #POINTER} for a pointer's
 * @param precision least digits of a number, most characters of a text; -1 when not given
 * @param bits how many bits of a number count: 8, 16 or 64
 * @param letter the conversion character
 */
record Conversion(
        boolean left, boolean alternate, boolean zero, char sign, int width, int precision, int bits, char letter) {
    static final int POINTER = -1;
    private static final int MOST_WIDTH = 4096;
    private static final String LETTERS = "aAcdiouxXpqrRsHYT";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu MMM ppd HH:mm:ss", Locale.ROOT);

    int width(Layout layout) {
        return width == POINTER ? layout.pointerDigits() : width;
    }

    String format(Layout layout, Value value) {
        int fieldWidth = width(layout);
        return switch (value) {
            case Value.Absent() -> pad("-", fieldWidth, left);
            case Value.Text(String text) -> pad(cut(text), fieldWidth, left);
            case Value.Truth(boolean truth) ->
                isText() ? pad(truth ? "yes" : "no", fieldWidth, left) : number(layout, truth ? 1 : 0);
            case Value.Named named ->
                pad(
                        cut(joined(
                                layout,
                                new Value.Many(named.fields().stream()
                                        .map(Field::value)
                                        .toList()))),
                        fieldWidth,
                        left);
            case Value.Many many -> pad(cut(joined(layout, many)), fieldWidth, left);
            case Value.Flags flags ->
                isText() ? pad(cut(String.join(",", flags.names())), fieldWidth, left) : number(layout, flags.bits());
            case Value.SymbolRef ref -> isText() || isSymbolic() ? symbol(layout, ref) : number(layout, ref.address());
            case Value.Address(long address) ->
                isText() ? pad(Long.toHexString(address), fieldWidth, left) : number(layout, address);
            case Value.Quantity(long quantity) ->
                isText() ? pad(Long.toString(quantity), fieldWidth, left) : number(layout, quantity);
            case Value.Unsigned(long quantity) ->
                isText() ? pad(Long.toUnsignedString(quantity), fieldWidth, left) : number(layout, quantity);
            case Value.Real(double real) -> pad(cut(Double.toString(real)), fieldWidth, left);
        };
    }

    private boolean isText() {
        return letter == 's';
    }

    private boolean isSymbolic() {
        return letter == 'a' || letter == 'A';
    }

    private String joined(Layout layout, Value.Many many) {
        var bare = new Conversion(false, alternate, false, sign, 0, -1, bits, letter);
        return many.values().stream().map(v -> bare.format(layout, v)).collect(Collectors.joining(","));
    }

    private String symbol(Layout layout, Value.SymbolRef ref) {
        String symbol = ref.symbol();
        if (symbol == null) {
            symbol = letter == 'A' ? "" : Layout.marked(ref.address(), 16);
        }
        return pad(cut(colon(symbol)), width(layout), left);
    }

    private String colon(String label) {
        return alternate && letter == 'a' ? label + ":" : label;
    }

    private String cut(String text) {
        return precision >= 0 && text.length() > precision ? text.substring(0, precision) : text;
    }

    private String number(Layout layout, long raw) {
        long unsigned = bits == 64 ? raw : raw & ((1L << bits) - 1);
        long signed = bits == 64 ? raw : raw << (64 - bits) >> (64 - bits);
        int fieldWidth = width(layout);
        return switch (letter) {
            case 'd', 'i' -> digits(signed, true, 10, alternate ? Layout.mark(Math.abs(signed), 10) : "", fieldWidth);
            case 'u' -> digits(unsigned, false, 10, alternate ? Layout.mark(unsigned, 10) : "", fieldWidth);
            case 'o' -> digits(unsigned, false, 8, alternate && unsigned != 0 ? "0" : "", fieldWidth);
            case 'q' -> digits(signed, true, 8, alternate && signed != 0 ? "0" : "", fieldWidth);
            case 'x', 'p' -> digits(unsigned, false, 16, alternate && unsigned != 0 ? "0x" : "", fieldWidth);
            case 'X' ->
                digits(unsigned, false, 16, alternate && unsigned != 0 ? "0X" : "", fieldWidth)
                        .toUpperCase(Locale.ROOT);
            case 'r' ->
                digits(unsigned, false, layout.radix(), alternate ? layoutMark(layout, unsigned) : "", fieldWidth);
            case 'R' ->
                digits(signed, true, layout.radix(), alternate ? layoutMark(layout, Math.abs(signed)) : "", fieldWidth);
            case 'a' -> pad(colon(layout.label(unsigned)), fieldWidth, left);
            case 'A' -> {
                String symbol = layout.symbol(unsigned);
                yield pad(symbol == null ? "" : symbol, fieldWidth, left);
            }
            case 'c' -> pad(String.valueOf((char) (unsigned & 0xff)), fieldWidth, left);
            case 'H' -> pad(Layout.humanSize(unsigned), fieldWidth, left);
            case 'Y' -> pad(time(signed), fieldWidth, left);
            default -> throw new IllegalStateException("conversion " + letter);
        };
    }

    private static String layoutMark(Layout layout, long value) {
        return Layout.mark(value, layout.radix());
    }

    private String digits(long value, boolean isSigned, int radix, String mark, int fieldWidth) {
        boolean negative = isSigned && value < 0;
        String magnitude = Long.toUnsignedString(negative ? -value : value, radix);
        String prefix = (negative ? "-" : isSigned && sign != 0 ? String.valueOf(sign) : "") + mark;
        int zeros = Math.max(precision, zero && !left && precision < 0 ? fieldWidth - prefix.length() : 0)
                - magnitude.length();
        return pad(prefix + "0".repeat(Math.max(0, zeros)) + magnitude, fieldWidth, left);
    }

    /** Seconds since 1970 in the local time zone; the bare number for a year that nobody writes. */
    static String time(long seconds) {
        try {
            var time = Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault());
            return Math.abs(time.getYear()) > 9999 ? Long.toString(seconds) : TIME.format(time);
        } catch (DateTimeException e) {
            return Long.toString(seconds);
        }
    }

    static String pad(String text, int width, boolean left) {
        int blanks = width - text.length();
        if (blanks <= 0) {
            return text;
        }
        return left ? text + " ".repeat(blanks) : " ".repeat(blanks) + text;
    }

    static IllegalArgumentException illegal(String format, int at) {
        return new IllegalArgumentException(
                at < format.length()
                        ? "illegal format string at or near '" + format.charAt(at) + "' (position " + (at + 1) + ")"
                        : "illegal format string: it ends inside a conversion");
    }

    /** Reads one conversion from just after its percent sign. */
    static final class Scanner {
        private final String format;
        private int at;

        Scanner(String format, int at) {
            this.format = format;
            this.at = at;
        }

        /** Index after the conversion. */
        int end() {
            return at;
        }

        Conversion conversion() {
            boolean left = false;
            boolean alternate = false;
            boolean zero = false;
            char sign = 0;
            for (; "-#0+ ".indexOf(peek()) >= 0; at++) {
                switch (peek()) {
                    case '-' -> left = true;
                    case '#' -> alternate = true;
                    case '0' -> zero = true;
                    default -> sign = peek();
                }
            }
            int width;
            if (peek() == '?') {
                at++;
                width = POINTER;
            } else {
                width = Math.max(0, decimal());
            }
            int precision = -1;
            if (peek() == '.') {
                at++;
                precision = Math.max(0, decimal());
            }
            int bits = 64;
            if (peek() == 'h') {
                at++;
                bits = 16;
                if (peek() == 'h') {
                    at++;
                    bits = 8;
                }
            }
            while (peek() == 'l' || peek() == 'j' || peek() == 'z') {
                at++;
            }
            char letter = peek();
            if (LETTERS.indexOf(letter) < 0) {
                throw illegal(format, at);
            }
            at++;
            return new Conversion(left, alternate, zero, sign, width, precision, bits, letter);
        }

        private int decimal() {
            int value = -1;
            for (; peek() >= '0' && peek() <= '9'; at++) {
                value = Math.max(0, value) * 10 + (peek() - '0');
                if (value > MOST_WIDTH) {
                    throw illegal(format, at);
                }
            }
            return value;
        }

        private char peek() {
            return at < format.length() ? format.charAt(at) : '\uffff';
        }
    }
}

package dev.xmdb.engine.output;

import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How numbers, pointers and symbols are printed.
 *
 * @param pointerDigits hexadecimal digits of a pointer, 16 or 8: the width that {@code ?} stands for
 * @param radix the default radix, 2 to 16
 * @param symbols name and offset of the symbol that covers an address, null where none does
 */
public record Layout(int pointerDigits, int radix, LongFunction<@Nullable Place> symbols) {

    /** A 64-bit target without symbols, in radix 16. */
    public static final Layout PLAIN = new Layout(16, 16, address -> null);

    /**
     * A symbol and how far into it an address is.
     *
     * @param name the symbol as it is printed
     * @param offset bytes from its value
     */
    public record Place(String name, long offset) {}

    /** An address as {@code symbol} or {@code symbol+off}; null where no symbol covers it. */
    public @Nullable String symbol(long address) {
        Place place = symbols.apply(address);
        return place == null ? null : text(place);
    }

    /** A return address as {@code symbol+off} of the symbol that covers the call before it; null where none does. */
    public @Nullable String symbolAfterCall(long address) {
        Place call = symbols.apply(address - 1);
        return call == null ? null : text(new Place(call.name(), call.offset() + 1));
    }

    private String text(Place place) {
        return switch (Long.signum(place.offset())) {
            case 0 -> place.name();
            case 1 -> place.name() + "+" + markedNumber(place.offset());
            default -> place.name() + "-" + markedNumber(-place.offset());
        };
    }

    /** An address as {@code symbol+off}, or {@code 0xaddr} where no symbol covers it. */
    public String label(long address) {
        String symbol = symbol(address);
        return symbol != null ? symbol : marked(address, 16);
    }

    /** A number in the default radix, without a prefix. */
    public String number(long value) {
        return Long.toUnsignedString(value, radix);
    }

    /** A number in the default radix, with its prefix unless it is the same in every radix. */
    public String markedNumber(long value) {
        return marked(value, radix);
    }

    /** A number in a radix, with the radix's prefix unless the number is the same in every radix. */
    public static String marked(long value, int radix) {
        return mark(value, radix) + Long.toUnsignedString(value, radix);
    }

    /** The prefix that a number needs; empty when it needs none, and in a radix without a prefix. */
    static String mark(long value, int radix) {
        return switch (radix) {
            case 2 -> Long.compareUnsigned(value, 1) > 0 ? "0i" : "";
            case 8 -> Long.compareUnsigned(value, 7) > 0 ? "0o" : "";
            case 10 -> Long.compareUnsigned(value, 9) > 0 ? "0t" : "";
            case 16 -> Long.compareUnsigned(value, 9) > 0 ? "0x" : "";
            default -> "";
        };
    }

    /** A size for people: {@code 4K} when it is exact, else three significant digits, {@code 1.50M}. */
    public static String humanSize(long bytes) {
        if (Long.compareUnsigned(bytes, 1024) < 0) {
            return Long.toString(bytes);
        }
        String units = "KMGTPE";
        int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10 - 1;
        int shift = 10 * (unit + 1);
        if ((bytes & ((1L << shift) - 1)) == 0) {
            return (bytes >>> shift) + units.substring(unit, unit + 1);
        }
        double scaled = (bytes >>> shift) + (double) (bytes & ((1L << shift) - 1)) / (1L << shift);
        int decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f%c", scaled, units.charAt(unit));
    }
}

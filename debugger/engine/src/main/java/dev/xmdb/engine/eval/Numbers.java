package dev.xmdb.engine.eval;

import dev.xmdb.engine.DcmdException;

/** Numbers as they are written: digits in a radix, or with a prefix {@code 0i 0o 0t 0x}. */
public final class Numbers {

    private Numbers() {}

    /**
     * The value of a number with or without a prefix.
     *
     * @param text for example {@code 0t10}, {@code 1f}, {@code 1234_5678}
     * @param radix the radix without a prefix
     * @throws DcmdException with mdb's message when it is none
     */
    public static long parse(String text, int radix) {
        if (text.length() >= 2 && text.charAt(0) == '0') {
            switch (text.charAt(1)) {
                case 'i', 'I' -> {
                    return digits(text.substring(2), 2);
                }
                case 'o', 'O' -> {
                    return digits(text.substring(2), 8);
                }
                case 't', 'T' -> {
                    return digits(text.substring(2), 10);
                }
                case 'x', 'X' -> {
                    return digits(text.substring(2), 16);
                }
                default -> {}
            }
        }
        return digits(text, radix);
    }

    /**
     * The value of digits; underscores after the first one are skipped.
     *
     * @throws DcmdException with mdb's message when a digit is too big or the value exceeds 64 bits
     */
    public static long digits(String digits, int radix) {
        if (digits.isEmpty()) {
            throw new DcmdException("expected a digit");
        }
        long value = 0;
        long most = Long.divideUnsigned(-1L, radix);
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c == '_' && i > 0) {
                continue;
            }
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0 || digit >= radix) {
                throw new DcmdException("digit '" + c + "' is invalid in current base");
            }
            long shifted = value * radix;
            if (Long.compareUnsigned(value, most) > 0 || Long.compareUnsigned(shifted + digit, shifted) < 0) {
                throw new DcmdException("specified value exceeds maximum immediate value");
            }
            value = shifted + digit;
        }
        return value;
    }
}

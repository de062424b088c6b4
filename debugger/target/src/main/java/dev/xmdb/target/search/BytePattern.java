package dev.xmdb.target.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes one after the other, some of them perhaps only in part. Matches may overlap. */
public final class BytePattern extends SearchPattern {
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int EXACT = 0xff;
    /** What upper and lower case of a letter of ASCII have in common. */
    private static final int WITHOUT_CASE = 0xdf;

    private final byte[] bytes;
    private final byte[] masks;
    private final int alignment;
    private final int rarest;
    private final int secondRarest;

    private BytePattern(byte[] bytes, byte[] masks, int alignment) {
        if (bytes.length == 0 || bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    "a pattern has 1 to " + LONGEST + " bytes, and this one " + bytes.length);
        }
        if (Integer.bitCount(alignment) != 1) {
            throw new IllegalArgumentException("an alignment of " + alignment);
        }
        this.bytes = bytes;
        this.masks = masks;
        this.alignment = alignment;
        this.rarest = pick(-1);
        this.secondRarest = bytes.length == 1 ? rarest : pick(rarest);
        if (masks[rarest] == 0) {
            throw new IllegalArgumentException("a pattern that matches anything");
        }
    }

    /**
     * Text, as UTF-8.
     *
     * @param text the text
     * @param ignoreCase whether letters of ASCII match in either case
     * @param alignment what its address is a multiple of; a power of two
     * @throws IllegalArgumentException when it is empty or too long
     */
    public static BytePattern text(String text, boolean ignoreCase, int alignment) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] masks = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boolean letter = (bytes[i] | ' ') >= 'a' && (bytes[i] | ' ') <= 'z';
            masks[i] = (byte) (ignoreCase && letter ? WITHOUT_CASE : EXACT);
            bytes[i] &= masks[i];
        }
        return new BytePattern(bytes, masks, alignment);
    }

    /**
     * Bytes in hexadecimal, two digits each, {@code ?} for a digit that may be any; blanks between bytes do not count.
     *
     * @param text for example {@code 48 8b ?? 24 e?}
     * @param alignment what their address is a multiple of; a power of two
     * @throws IllegalArgumentException saying what is wrong with the text
     */
    public static BytePattern hexadecimal(String text, int alignment) {
        String digits = text.replaceAll("\\s", "");
        if (digits.length() % 2 != 0) {
            throw new IllegalArgumentException("a byte has two digits: " + text);
        }
        byte[] bytes = new byte[digits.length() / 2];
        byte[] masks = new byte[bytes.length];
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            int shift = i % 2 == 0 ? 4 : 0;
            if (digit != '?') {
                int nibble = Character.digit(digit, 16);
                if (nibble < 0 || digit > 'f') {
                    throw new IllegalArgumentException("not a hexadecimal digit: " + digit);
                }
                bytes[i / 2] |= (byte) (nibble << shift);
                masks[i / 2] |= (byte) (0xf << shift);
            }
        }
        return new BytePattern(bytes, masks, alignment);
    }

    /** The place of the byte that memory holds least of, the given place apart. */
    private int pick(int except) {
        int best = except == 0 ? 1 : 0;
        for (int i = 0; i < bytes.length; i++) {
            if (i != except && rarity(i) > rarity(best)) {
                best = i;
            }
        }
        return best;
    }

    /** How rare a byte is, roughly: zeros are most of memory, then what pointers and small numbers are made of, then text and code. */
    private int rarity(int index) {
        int mask = Byte.toUnsignedInt(masks[index]);
        int value = Byte.toUnsignedInt(bytes[index]);
        if (mask != EXACT) {
            return Integer.bitCount(mask) - Byte.SIZE;
        }
        if (value == 0) {
            return 1;
        }
        if (value == EXACT) {
            return 2;
        }
        boolean common = value <= 8 || value == 0x48 || value == 0x88 || value == 0x89 || value == 0x8b || value == ' ';
        return common ? 3 : value >= 'a' && value <= 'z' ? 4 : 5;
    }

    /** How many bytes match. */
    public int length() {
        return bytes.length;
    }

    @Override
    int reach() {
        return bytes.length - 1;
    }

    @Override
    boolean exclusive() {
        return false;
    }

    /** Looks at eight places at a time for two of the bytes, and at the rest of them only where both are. */
    @Override
    void find(Window window, Hits hits) {
        byte[] memory = window.bytes();
        int end = Math.min(window.own(), window.total() - bytes.length + 1);
        int first = rarest;
        int second = secondRarest;
        long firstByte = Byte.toUnsignedLong(bytes[first]) * ONES;
        long firstMask = Byte.toUnsignedLong(masks[first]) * ONES;
        long secondByte = Byte.toUnsignedLong(bytes[second]) * ONES;
        long secondMask = Byte.toUnsignedLong(masks[second]) * ONES;
        for (int i = 0; i < end; i += Long.BYTES) {
            long one = (Window.load(memory, i + first) & firstMask) ^ firstByte;
            long other = (Window.load(memory, i + second) & secondMask) ^ secondByte;
            long both = one | other;
            // Bit 7 of each byte that is zero in both; perhaps also of some byte above such a one.
            long zeros = (both - ONES) & ~both & HIGH_BITS;
            if (zeros != 0) {
                verify(window, i, zeros, end, hits);
            }
        }
    }

    private void verify(Window window, int base, long candidates, int end, Hits hits) {
        for (long left = candidates; left != 0; left &= left - 1) {
            int at = base + (Long.numberOfTrailingZeros(left) >>> 3);
            if (at < end && (window.address() + at & (alignment - 1)) == 0 && matches(window.bytes(), at)) {
                hits.add(window.address() + at, bytes.length);
            }
        }
    }

    private boolean matches(byte[] memory, int at) {
        for (int i = 0; i < bytes.length; i++) {
            if ((memory[at + i] & masks[i]) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return Arrays.toString(bytes);
    }
}

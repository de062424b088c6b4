package dev.xmdb.target.guest.linux.kallsyms;

import dev.xmdb.target.memory.AddressSpace;
import java.util.Optional;

/**
 * The compressed names: for each symbol a length and that many tokens. The first character that they spell is the symbol's letter, as
 * {@code nm} prints it.
 */
final class Names implements NameList {
    /** Symbols between two markers. */
    static final int BLOCK = 256;

    /** Most bytes of a block: every name with the longest length that two bytes can tell. */
    static final int LARGEST_BLOCK = BLOCK * 514;

    private static final int LONG_LENGTH = 0x80;

    private final Tokens tokens;
    private final byte[] bytes;
    private final int[] starts;
    private final boolean longLengths;

    private Names(Tokens tokens, byte[] bytes, int[] starts, boolean longLengths) {
        this.tokens = tokens;
        this.bytes = bytes;
        this.starts = starts;
        this.longLengths = longLengths;
    }

    /**
     * Reads the names.
     *
     * @param start address of the first length
     * @param count how many symbols there should be
     * @param markers the offset of every 256th name
     * @return nothing when there is no such number of names with such offsets before the markers' address
     */
    static Optional<Names> read(AddressSpace memory, Tokens tokens, long start, int count, Markers markers) {
        long size = markers.address() - start;
        if (size < count || size > markers.last() + LARGEST_BLOCK + Long.BYTES) {
            return Optional.empty();
        }
        // Since 6.1 a length of 128 or more takes two bytes; before, every length was one byte.
        boolean longLengths = fits(memory, start, size, count, markers, true);
        if (!longLengths && !fits(memory, start, size, count, markers, false)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[(int) size];
        memory.read(start, bytes, 0, bytes.length);
        int[] starts = new int[count];
        for (int symbol = 1, at = 0; symbol < count; symbol++) {
            at += length(bytes, at, longLengths) + (isLong(bytes, at, longLengths) ? 2 : 1);
            starts[symbol] = at;
        }
        return Optional.of(new Names(tokens, bytes, starts, longLengths));
    }

    /** Whether going from length to length meets every marker and ends where the markers begin. */
    private static boolean fits(
            AddressSpace memory, long start, long size, int count, Markers markers, boolean longLengths) {
        long at = 0;
        for (int symbol = 0; symbol < count; symbol++) {
            if (at >= size || (symbol % BLOCK == 0 && markers.offset(symbol / BLOCK) != at)) {
                return false;
            }
            int length = memory.readByte(start + at++);
            if (longLengths && (length & LONG_LENGTH) != 0 && at < size) {
                length = (length & (LONG_LENGTH - 1)) | (memory.readByte(start + at++) << 7);
            }
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return at <= size && size - at < Long.BYTES;
    }

    private static boolean isLong(byte[] bytes, int at, boolean longLengths) {
        return longLengths && (bytes[at] & LONG_LENGTH) != 0 && at + 1 < bytes.length;
    }

    private static int length(byte[] bytes, int at, boolean longLengths) {
        int length = Byte.toUnsignedInt(bytes[at]);
        return isLong(bytes, at, longLengths)
                ? (length & (LONG_LENGTH - 1)) | (Byte.toUnsignedInt(bytes[at + 1]) << 7)
                : length;
    }

    @Override
    public int count() {
        return starts.length;
    }

    @Override
    public char letter(int symbol) {
        return spelled(symbol).charAt(0);
    }

    @Override
    public String name(int symbol) {
        return spelled(symbol).substring(1);
    }

    private String spelled(int symbol) {
        var spelled = new StringBuilder(32);
        int at = starts[symbol];
        int length = length(bytes, at, longLengths);
        at += isLong(bytes, at, longLengths) ? 2 : 1;
        for (int end = Math.min(bytes.length, at + length); at < end; at++) {
            for (byte character : tokens.string(bytes[at])) {
                spelled.append((char) Byte.toUnsignedInt(character));
            }
        }
        return spelled.isEmpty() ? "?" : spelled.toString();
    }

    @Override
    public int hash(int symbol) {
        int hash = 0;
        boolean letter = true;
        int at = starts[symbol];
        int length = length(bytes, at, longLengths);
        at += isLong(bytes, at, longLengths) ? 2 : 1;
        for (int end = Math.min(bytes.length, at + length); at < end; at++) {
            for (byte character : tokens.string(bytes[at])) {
                hash = letter ? 0 : 31 * hash + Byte.toUnsignedInt(character);
                letter = false;
            }
        }
        return hash;
    }
}

package dev.xmdb.target.guest.linux.kallsyms;

import dev.xmdb.target.memory.AddressSpace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The 256 strings that compressed names are made of, and where they lie.
 */
final class Tokens {
    static final int COUNT = 256;

    /** A character that is in use stands for itself, so these tokens follow each other in every kernel. */
    static final byte[] DIGITS =
            "0\0001\0002\0003\0004\0005\0006\0007\0008\0009\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final int ZERO = '0';
    private static final int LARGEST = 1 << 16;
    private static final int[] ALIGNMENTS = {8, 4, 2};

    private final long table;
    private final long index;
    private final byte[][] strings;

    private Tokens(long table, long index, byte[][] strings) {
        this.table = table;
        this.index = index;
        this.strings = strings;
    }

    /** Address of the strings. */
    long table() {
        return table;
    }

    /** Address of the 256 offsets into them. */
    long index() {
        return index;
    }

    /** What a token stands for; not to be changed. */
    byte[] string(byte token) {
        return strings[Byte.toUnsignedInt(token)];
    }

    /**
     * Reads the tokens around those of the digits.
     *
     * @param digits address of the token {@code 0}
     * @return nothing where this is no table of tokens
     */
    static Optional<Tokens> around(AddressSpace memory, long digits) {
        byte[] ahead = new byte[(int) memory.readable(digits, LARGEST)];
        memory.read(digits, ahead, 0, ahead.length);
        int end = 0;
        for (int token = ZERO; token < COUNT; token++) {
            while (end < ahead.length && ahead[end] != 0) {
                end++;
            }
            if (++end > ahead.length) {
                return Optional.empty();
            }
        }
        for (int alignment : ALIGNMENTS) {
            Optional<Tokens> found = indexed(memory, digits, (digits + end + alignment - 1) & -alignment);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Tokens> indexed(AddressSpace memory, long digits, long index) {
        if (memory.readable(index, COUNT * Short.BYTES) < COUNT * Short.BYTES || memory.readShort(index) != 0) {
            return Optional.empty();
        }
        long table = digits - memory.readShort(index + ZERO * Short.BYTES);
        byte[][] strings = new byte[COUNT][];
        int last = COUNT - 1;
        for (int token = 0; token < COUNT; token++) {
            int start = memory.readShort(index + (long) token * Short.BYTES);
            int next = token == last ? start : memory.readShort(index + (token + 1L) * Short.BYTES);
            if (next < start || (next == start && token < last)) {
                return Optional.empty();
            }
            byte[] string = string(memory, table + start, token == last ? LARGEST : next - start);
            if (token < last && string.length + 1 != next - start) {
                return Optional.empty();
            }
            strings[token] = string;
        }
        return Optional.of(new Tokens(table, index, strings));
    }

    private static byte[] string(AddressSpace memory, long at, int limit) {
        int length = 0;
        long readable = memory.readable(at, Math.min(limit, COUNT));
        while (length < readable && memory.readByte(at + length) != 0) {
            length++;
        }
        byte[] string = new byte[length];
        memory.read(at, string, 0, length);
        return string;
    }
}

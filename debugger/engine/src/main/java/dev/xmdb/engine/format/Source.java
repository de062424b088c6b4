package dev.xmdb.engine.format;

import dev.xmdb.target.memory.AddressSpace;
import java.util.Arrays;

/** Where formatted bytes come from. */
sealed interface Source {

    /** Most bytes of a string; what is longer is cut. */
    int LONGEST_STRING = 65536;

    /** The address as this source understands it. */
    long normalize(long address);

    /** The little-endian number of {@code size} bytes (1, 2, 4 or 8) at an address, zero-extended. */
    long number(long address, int size);

    /** The bytes of a string, without its NUL, at most {@link #LONGEST_STRING}. */
    byte[] string(long address);

    /**
     * Memory.
     *
     * @param space which
     * @param wordSize 4 to cut addresses to 32 bits
     */
    record Memory(AddressSpace space, int wordSize) implements Source {
        private static final int CHUNK = 4096;

        @Override
        public long normalize(long address) {
            return wordSize == 4 ? address & 0xffff_ffffL : address;
        }

        @Override
        public long number(long address, int size) {
            long at = normalize(address);
            return switch (size) {
                case 1 -> space.readByte(at);
                case 2 -> space.readShort(at);
                case 4 -> Integer.toUnsignedLong(space.readInt(at));
                default -> space.readLong(at);
            };
        }

        @Override
        public byte[] string(long address) {
            var bytes = new byte[CHUNK];
            int length = 0;
            while (length < LONGEST_STRING) {
                long at = normalize(address + length);
                int chunk = (int) (CHUNK - (at & (CHUNK - 1)));
                if (bytes.length < length + chunk) {
                    bytes = Arrays.copyOf(bytes, bytes.length * 2);
                }
                space.read(at, bytes, length, chunk);
                for (int i = length; i < length + chunk; i++) {
                    if (bytes[i] == 0) {
                        return Arrays.copyOf(bytes, i);
                    }
                }
                length += chunk;
            }
            return Arrays.copyOf(bytes, LONGEST_STRING);
        }
    }

    /**
     * A value, whose own eight bytes are found at every address.
     *
     * @param value the value
     */
    record Constant(long value) implements Source {
        @Override
        public long normalize(long address) {
            return address;
        }

        @Override
        public long number(long address, int size) {
            return size == 8 ? value : value & ((1L << (8 * size)) - 1);
        }

        @Override
        public byte[] string(long address) {
            var bytes = new byte[8];
            int length = 0;
            for (long rest = value; (rest & 0xff) != 0; rest >>>= 8) {
                bytes[length++] = (byte) rest;
            }
            return Arrays.copyOf(bytes, length);
        }
    }
}

package dev.xmdb.engine.format;

import dev.xmdb.engine.Session;
import dev.xmdb.target.disassembly.CodeReader;
import dev.xmdb.target.disassembly.Instruction;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where formatted bytes come from. */
sealed interface Source {

    /** Most bytes of a string; what is longer is cut. */
    int LONGEST_STRING = 65536;

    /** The address as this source understands it. */
    long normalize(long address);

    /** The little-endian number of {@code size} bytes (1, 2, 4 or 8) at an address, zero-extended. */
    long number(long address, int size);

    /**
     * The string at an address.
     *
     * @throws MemoryFaultException when not even its first byte can be read
     */
    Text string(long address);

    /**
     * The instruction at an address.
     *
     * @throws MemoryFaultException when it cannot be read
     */
    Instruction instruction(long address, Session session);

    /** Bytes up to a NUL, without it, at most {@link #LONGEST_STRING}; and why there are no more, when a fault ended them. */
    final class Text {
        private final byte[] bytes;
        private final @Nullable MemoryFaultException fault;

        private Text(byte[] bytes, @Nullable MemoryFaultException fault) {
            this.bytes = bytes;
            this.fault = fault;
        }

        byte[] bytes() {
            return bytes;
        }

        /** Why what follows could not be read; null for a whole or a cut string. */
        @Nullable
        MemoryFaultException fault() {
            return fault;
        }
    }

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
        public Instruction instruction(long address, Session session) {
            return new CodeReader(session.disassembler(), session.cpuMode(), space).at(normalize(address));
        }

        @Override
        public Text string(long address) {
            var bytes = new byte[CHUNK];
            int length = 0;
            while (length < LONGEST_STRING) {
                long at = normalize(address + length);
                // One byte more than what is promised brings the fault to light.
                int chunk = (int) Math.max(1, space.readable(at, CHUNK - (at & (CHUNK - 1))));
                if (bytes.length < length + chunk) {
                    bytes = Arrays.copyOf(bytes, bytes.length * 2);
                }
                try {
                    space.read(at, bytes, length, chunk);
                } catch (MemoryFaultException fault) {
                    if (length == 0) {
                        throw fault;
                    }
                    return new Text(Arrays.copyOf(bytes, length), fault);
                }
                for (int i = length; i < length + chunk; i++) {
                    if (bytes[i] == 0) {
                        return new Text(Arrays.copyOf(bytes, i), null);
                    }
                }
                length += chunk;
            }
            return new Text(Arrays.copyOf(bytes, LONGEST_STRING), null);
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
        public Instruction instruction(long address, Session session) {
            var bytes = new byte[Long.BYTES];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (value >>> (i * Byte.SIZE));
            }
            return session.disassembler().instruction(session.cpuMode(), address, bytes);
        }

        @Override
        public Text string(long address) {
            var bytes = new byte[8];
            int length = 0;
            for (long rest = value; (rest & 0xff) != 0; rest >>>= 8) {
                bytes[length++] = (byte) rest;
            }
            return new Text(Arrays.copyOf(bytes, length), null);
        }
    }
}

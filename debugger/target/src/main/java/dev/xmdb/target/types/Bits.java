package dev.xmdb.target.types;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;

/** Numbers of any width in a guest's memory, little-endian. */
public final class Bits {
    private Bits() {}

    /**
     * Reads a number.
     *
     * @param memory where it is
     * @param address the byte that its lowest bit is in, or one before that
     * @param from its lowest bit, counted from that byte's lowest
     * @param width how many bits, 1 to 64
     * @param signed whether its top bit is a sign
     * @throws MemoryFaultException when one of its bytes is not there
     */
    public static long read(AddressSpace memory, long address, int from, int width, boolean signed) {
        long bits = raw(memory, address + from / Byte.SIZE, from % Byte.SIZE, width);
        int unused = Long.SIZE - width;
        return signed ? bits << unused >> unused : bits << unused >>> unused;
    }

    /** Bits from one bit of a byte on; what lies above them is not cut off. */
    private static long raw(AddressSpace memory, long at, int shift, int width) {
        return switch (shift + width) {
            case Byte.SIZE -> memory.readByte(at) >>> shift;
            case Short.SIZE -> memory.readShort(at) >>> shift;
            case Integer.SIZE -> Integer.toUnsignedLong(memory.readInt(at)) >>> shift;
            case Long.SIZE -> memory.readLong(at) >>> shift;
            default -> {
                long bits = 0;
                for (int done = 0; done < shift + width; done += Byte.SIZE) {
                    long piece = memory.readByte(at + done / Byte.SIZE);
                    bits |= done < shift ? piece >>> shift : piece << (done - shift);
                }
                yield bits;
            }
        };
    }
}

package dev.xmdb.target.memory;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Memory whose pages lie somewhere in an image file. A subclass says where an address lies; this class reads across pages and turns
 * what is missing into faults.
 */
public abstract class ImageMemory implements AddressSpace {

    private static final int PAGE_SIZE = Frames.PAGE_SIZE;
    private static final int PAGE_MASK = PAGE_SIZE - 1;
    private static final String FILE_SHRANK = "the image file became shorter after it was opened";
    private static final String WRAPPED = "past the last address";

    private final String name;
    private final int wordSize;
    private final MemorySegment bytes;

    ImageMemory(String name, int wordSize, MemorySegment bytes) {
        this.name = name;
        this.wordSize = wordSize;
        this.bytes = bytes;
    }

    /** File offset of the byte at an address, or -1; does not allocate. */
    public abstract long fileOffset(long address);

    /** Why {@link #fileOffset} is -1. */
    abstract String reason(long address);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int wordSize() {
        return wordSize;
    }

    @Override
    public final void read(long address, byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        int done = 0;
        while (done < length) {
            long at = next(address, done);
            int step = Math.min(length - done, PAGE_SIZE - ((int) at & PAGE_MASK));
            long from = present(at);
            try {
                MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, from, into, offset + done, step);
            } catch (InternalError | IndexOutOfBoundsException lost) {
                throw shrank(at);
            }
            done += step;
        }
    }

    @Override
    public final int readByte(long address) {
        long from = present(address);
        try {
            return LittleEndian.u8(bytes, from);
        } catch (InternalError | IndexOutOfBoundsException lost) {
            throw shrank(address);
        }
    }

    @Override
    public final int readShort(long address) {
        if (crossesPage(address, Short.BYTES)) {
            return (int) assemble(address, Short.BYTES);
        }
        long from = present(address);
        try {
            return LittleEndian.u16(bytes, from);
        } catch (InternalError | IndexOutOfBoundsException lost) {
            throw shrank(address);
        }
    }

    @Override
    public final int readInt(long address) {
        if (crossesPage(address, Integer.BYTES)) {
            return (int) assemble(address, Integer.BYTES);
        }
        long from = present(address);
        try {
            return bytes.get(LittleEndian.INT, from);
        } catch (InternalError | IndexOutOfBoundsException lost) {
            throw shrank(address);
        }
    }

    @Override
    public final long readLong(long address) {
        if (crossesPage(address, Long.BYTES)) {
            return assemble(address, Long.BYTES);
        }
        long from = present(address);
        try {
            return LittleEndian.u64(bytes, from);
        } catch (InternalError | IndexOutOfBoundsException lost) {
            throw shrank(address);
        }
    }

    @Override
    public final long readable(long address, long limit) {
        long counted = 0;
        long at = address;
        while (counted < limit && fileOffset(at) >= 0) {
            counted += PAGE_SIZE - (at & PAGE_MASK);
            at = (at | PAGE_MASK) + 1;
            if (at == 0) {
                break;
            }
        }
        return Math.clamp(counted, 0, Math.max(0, limit));
    }

    private static boolean crossesPage(long address, int size) {
        return ((int) address & PAGE_MASK) > PAGE_SIZE - size;
    }

    private long assemble(long address, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) readByte(next(address, i)) << (i * Byte.SIZE);
        }
        return value;
    }

    /** The address some bytes further; a read does not go on at 0 after the last one. */
    private long next(long address, int distance) {
        long at = address + distance;
        if (Long.compareUnsigned(at, address) < 0) {
            throw new MemoryFaultException(name, at, WRAPPED);
        }
        return at;
    }

    private long present(long address) {
        long offset = fileOffset(address);
        if (offset < 0) {
            throw new MemoryFaultException(name, address, reason(address));
        }
        return offset;
    }

    private MemoryFaultException shrank(long address) {
        return new MemoryFaultException(name, address, FILE_SHRANK);
    }
}

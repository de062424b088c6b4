package dev.xmdb.engine.format;

import dev.xmdb.engine.Invocation;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for a number in memory, unit by unit, a chunk of pages at a time. */
final class MemorySearch {
    private static final int CHUNK = 1 << 16;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final AddressSpace space;
    private final int unit;
    private final long value;
    private final long mask;
    private final byte[] chunk = new byte[CHUNK];
    private long at;

    /**
     * A search.
     *
     * @param space where
     * @param unit bytes of a unit: 2, 4 or 8
     * @param value what the masked unit must be
     * @param mask which bits of a unit count
     */
    MemorySearch(AddressSpace space, int unit, long value, long mask) {
        this.space = space;
        this.unit = unit;
        this.value = value;
        this.mask = mask;
    }

    /** Where the search stands: the hit, or the first address that was not looked at. */
    long at() {
        return at;
    }

    /**
     * Searches forward until a unit matches or the address space ends.
     *
     * @return whether {@link #at} is a hit
     * @throws MemoryFaultException when the unit at {@link #at} cannot be read
     */
    boolean forward(long from, Invocation invocation) {
        long last = space.wordSize() == 4 ? 0xffff_ffffL : -1L;
        at = from;
        while (true) {
            invocation.checkInterrupted();
            invocation.progress("searching", at - from, 0);
            long left = last - at;
            int length = (int) space.readable(at, left < 0 || left >= CHUNK ? CHUNK : left + 1);
            int units = length / unit * unit;
            if (units == 0) {
                if (left >= 0 && left < unit - 1) {
                    return false;
                }
                space.read(at, chunk, 0, unit);
                // Readable after all: one unit straddles what the space can promise at once.
                units = unit;
            } else {
                space.read(at, chunk, 0, units);
            }
            for (int i = 0; i < units; i += unit) {
                if ((number(i) & mask) == value) {
                    at += i;
                    return true;
                }
            }
            if (left >= 0 && left < units) {
                return false;
            }
            at += units;
        }
    }

    private long number(int index) {
        return switch (unit) {
            case 2 -> (short) SHORT.get(chunk, index) & 0xffffL;
            case 4 -> Integer.toUnsignedLong((int) INT.get(chunk, index));
            default -> (long) LONG.get(chunk, index);
        };
    }
}

package dev.xmdb.target.guest.linux.kallsyms;

import dev.xmdb.target.memory.AddressSpace;
import java.util.Optional;

/**
 * The offsets of every 256th name: 4 bytes each, 8 before Linux 4.20.
 */
final class Markers {
    private static final int SMALLEST_BLOCK = 512;
    private static final int FEWEST = 32;
    private static final int MOST = 1 << 16;
    private static final int FARTHEST = 32 << 20;

    private final long address;
    private final long[] offsets;

    private Markers(long address, long[] offsets) {
        this.address = address;
        this.offsets = offsets;
    }

    /** Where they lie. */
    long address() {
        return address;
    }

    /**
     * Looks for the markers: directly before an address, or with a table between.
     *
     * @param before the address of the tokens
     */
    static Optional<Markers> find(AddressSpace memory, long before) {
        long lowest = before - FARTHEST;
        for (long at = (before & -4) - 4; Long.compareUnsigned(at, lowest) > 0; at -= 4) {
            if (memory.readable(at, 4) < 4) {
                return Optional.empty();
            }
            if (memory.readInt(at) == 0) {
                for (int width : new int[] {4, 8}) {
                    long[] offsets = rising(memory, at, width, before);
                    if (offsets.length >= FEWEST) {
                        return Optional.of(new Markers(at, offsets));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static long[] rising(AddressSpace memory, long at, int width, long before) {
        long most = Math.min((before - at) / width, MOST);
        var offsets = new long[0];
        long last = 0;
        int count = 1;
        for (; count < most; count++) {
            long next = read(memory, at + (long) count * width, width);
            if (next - last < SMALLEST_BLOCK || next - last > Names.LARGEST_BLOCK) {
                break;
            }
            last = next;
        }
        if (count >= FEWEST && (width == 4 || read(memory, at, width) == 0)) {
            offsets = new long[count];
            for (int each = 0; each < count; each++) {
                offsets[each] = read(memory, at + (long) each * width, width);
            }
        }
        return offsets;
    }

    private static long read(AddressSpace memory, long at, int width) {
        return width == 4 ? Integer.toUnsignedLong(memory.readInt(at)) : memory.readLong(at);
    }

    int count() {
        return offsets.length;
    }

    /** The offset of a block's first name; -1 for one behind the last. */
    long offset(int block) {
        return block < offsets.length ? offsets[block] : -1;
    }

    long last() {
        return offsets[offsets.length - 1];
    }
}

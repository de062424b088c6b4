package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.BitSet;
import java.util.Optional;

/**
 * A list of free objects of one slab, as far as it could be followed.
 *
 * @param length how many objects it has
 * @param fault why it ended before its end; empty when it did not
 */
record FreeList(int length, Optional<String> fault) {
    private static final FreeList EMPTY = new FreeList(0, Optional.empty());

    /**
     * Follows a list. It ends at the latest when every object of the slab was in it once.
     *
     * @param first its first object; 0 for an empty list
     * @param free receives the objects
     */
    static FreeList follow(
            AddressSpace memory, FreePointers pointers, SlabCache cache, Geometry slab, long first, BitSet free) {
        if (first == 0) {
            return EMPTY;
        }
        int length = 0;
        for (long at = first; at != 0; ) {
            int index = slab.begins(at);
            if (index < 0) {
                return broken(length, "leads to " + Long.toHexString(at) + ", which is no object of the slab");
            }
            if (free.get(index)) {
                return broken(length, "comes to " + Long.toHexString(at) + " twice");
            }
            free.set(index);
            length++;
            try {
                at = pointers.next(memory, cache, at);
            } catch (MemoryFaultException lost) {
                return broken(length, "breaks off: " + lost.getMessage());
            }
        }
        return new FreeList(length, Optional.empty());
    }

    private static FreeList broken(int length, String how) {
        return new FreeList(length, Optional.of("list of free objects " + how));
    }
}

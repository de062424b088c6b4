package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;

/**
 * How the pointers from one free object to the next are written down. Which way a hardened kernel has is not told by its types, so it is
 * tried on free objects.
 */
enum FreePointers {
    /** As they are: without CONFIG_SLAB_FREELIST_HARDENED. */
    PLAIN {
        @Override
        long decode(long stored, long at, long key) {
            return stored;
        }
    },
    /** Mixed with the cache's key and the pointer's own place: 4.14 to 5.6. */
    MIXED {
        @Override
        long decode(long stored, long at, long key) {
            return stored ^ key ^ at;
        }
    },
    /** The place with its bytes in reverse order: since 5.7, and in later updates of older kernels. */
    MIXED_SWAPPED {
        @Override
        long decode(long stored, long at, long key) {
            return stored ^ key ^ Long.reverseBytes(at);
        }
    };

    /**
     * A pointer.
     *
     * @param stored what memory holds
     * @param at the address that it is stored at
     * @param key the cache's
     */
    abstract long decode(long stored, long at, long key);

    /**
     * The free object after one.
     *
     * @throws MemoryFaultException when the object is not in memory
     */
    long next(AddressSpace memory, SlabCache cache, long object) {
        long at = object + cache.freeOffset();
        return decode(memory.readLong(at), at, cache.key().orElse(0));
    }
}

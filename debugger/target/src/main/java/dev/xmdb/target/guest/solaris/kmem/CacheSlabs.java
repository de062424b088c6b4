package dev.xmdb.target.guest.solaris.kmem;

import java.util.List;

/**
 * The slabs of a cache, whose buffers' states need not be known.
 *
 * @param slabs those without free buffers first, each kind in the order of the cache's list
 * @param cost what they take of the room that the slabs of all caches have
 * @param faults what could not be read, one sentence each
 */
record CacheSlabs(List<KmemSlab> slabs, long cost, List<String> faults) {
    /** Copies the lists. */
    CacheSlabs {
        slabs = List.copyOf(slabs);
        faults = List.copyOf(faults);
    }

    /** How many buffers they have. */
    long buffers() {
        return slabs.stream().mapToLong(KmemSlab::count).sum();
    }
}

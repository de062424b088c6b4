package dev.xmdb.target.guest.linux.slab;

import java.util.List;

/**
 * The slabs of a cache.
 *
 * @param cache the cache
 * @param slabs its slabs by address
 * @param faults what of it cannot be read or contradicts itself, one sentence each
 */
public record SlabContents(SlabCache cache, List<Slab> slabs, List<String> faults) {
    /** Copies the lists. */
    public SlabContents {
        slabs = List.copyOf(slabs);
        faults = List.copyOf(faults);
    }

    /** How many objects there are. */
    public long total() {
        return slabs.stream().mapToLong(Slab::count).sum();
    }

    /** How many objects somebody has. */
    public long allocated() {
        return slabs.stream().mapToLong(Slab::allocated).sum();
    }

    /** Bytes of all its slabs. */
    public long bytes() {
        return slabs.stream().mapToLong(Slab::bytes).sum();
    }
}

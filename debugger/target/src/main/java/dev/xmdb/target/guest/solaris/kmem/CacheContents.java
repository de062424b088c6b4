package dev.xmdb.target.guest.solaris.kmem;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The slabs of a cache with the state of every buffer in them. */
public final class CacheContents {
    static final Comparator<KmemSlab> BY_BASE = (one, other) -> Long.compareUnsigned(one.base(), other.base());

    private final KmemCache cache;
    private final List<KmemSlab> slabs;
    private final KmemSlab[] sorted;
    private final List<String> faults;

    CacheContents(KmemCache cache, List<KmemSlab> slabs, KmemSlab[] sorted, List<String> faults) {
        this.cache = cache;
        this.slabs = List.copyOf(slabs);
        this.sorted = sorted;
        this.faults = List.copyOf(faults);
    }

    static KmemSlab[] sorted(List<KmemSlab> slabs) {
        KmemSlab[] sorted = slabs.toArray(KmemSlab[]::new);
        Arrays.sort(sorted, BY_BASE);
        return sorted;
    }

    /** The cache. */
    public KmemCache cache() {
        return cache;
    }

    /** Its slabs: those without free buffers first, each kind in the order of the cache's list. */
    public List<KmemSlab> slabs() {
        return slabs;
    }

    /** What of it could not be read or contradicts itself, one sentence each. */
    public List<String> faults() {
        return faults;
    }

    /** The slab with the buffer that an address is in. */
    public Optional<KmemSlab> slabOf(long address) {
        return slabOf(sorted, address);
    }

    static Optional<KmemSlab> slabOf(KmemSlab[] sorted, long address) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(sorted[middle].base(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > 0 && sorted[low - 1].contains(address) ? Optional.of(sorted[low - 1]) : Optional.empty();
    }

    /** How many buffers somebody has. */
    public long allocatedCount() {
        return slabs.stream().mapToLong(KmemSlab::allocatedCount).sum();
    }

    /** How many buffers there are. */
    public long count() {
        return slabs.stream().mapToLong(KmemSlab::count).sum();
    }
}

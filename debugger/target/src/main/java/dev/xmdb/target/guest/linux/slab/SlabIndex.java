package dev.xmdb.target.guest.linux.slab;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Every slab by frame: the first frame of each, and its cache. */
final class SlabIndex {
    private final List<SlabCache> caches;
    private final long[] pfns;
    private final int[] owners;
    private final List<String> faults;

    /**
     * An index.
     *
     * @param caches the caches
     * @param pfns the first frame of each slab, in ascending order
     * @param owners the number of each slab's cache among them
     * @param faults what could not be read
     */
    SlabIndex(List<SlabCache> caches, long[] pfns, int[] owners, List<String> faults) {
        this.caches = List.copyOf(caches);
        this.pfns = pfns.clone();
        this.owners = owners.clone();
        this.faults = List.copyOf(faults);
    }

    /**
     * A slab's place.
     *
     * @param pfn its first frame
     * @param cache its cache
     */
    record Entry(long pfn, SlabCache cache) {}

    /** The first frames of a cache's slabs, in ascending order. */
    LongStream slabsOf(SlabCache cache) {
        int number = caches.indexOf(cache);
        return IntStream.range(0, pfns.length)
                .filter(at -> owners[at] == number)
                .mapToLong(at -> pfns[at]);
    }

    /** The slab that a frame belongs to, when there is one. */
    java.util.Optional<Entry> at(long pfn) {
        int found = java.util.Arrays.binarySearch(pfns, pfn);
        int at = found >= 0 ? found : -found - 2;
        if (at < 0) {
            return java.util.Optional.empty();
        }
        SlabCache cache = caches.get(owners[at]);
        return pfn - pfns[at] < Math.max(cache.shape().pages(), cache.smallest().pages())
                ? java.util.Optional.of(new Entry(pfns[at], cache))
                : java.util.Optional.empty();
    }

    int count() {
        return pfns.length;
    }

    List<String> faults() {
        return faults;
    }
}

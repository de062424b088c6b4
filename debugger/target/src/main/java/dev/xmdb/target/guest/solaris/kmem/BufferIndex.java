package dev.xmdb.target.guest.solaris.kmem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All buffers by address. The memory of one cache's slab can itself be a buffer of another cache, one that hands out whole pages, so that
 * an address can be in several; the cache closest to the user comes first.
 */
public final class BufferIndex {

    /** The kinds of caches, closest to the user first. */
    public enum Tier {
        /** Everybody's. */
        ORDINARY,
        /** The allocator's own. */
        METADATA,
        /** Pages, for vmem arenas. */
        UNTOUCHED,
        /** Numbers. */
        IDENTIFIER
    }

    private static final String METADATA_ARENA_PREFIX = "kmem_magazine_";

    private final Map<Tier, Slabs> tiers = new EnumMap<>(Tier.class);
    private final List<String> faults;

    /** Slabs by their first buffer, with the cache of each. */
    private static final class Slabs {
        private final List<KmemCache> caches;
        private final KmemSlab[] slabs;
        private final KmemCache[] owners;
        private final long[] furthest;

        private Slabs(List<KmemCache> caches, KmemSlab[] slabs, KmemCache[] owners, long[] furthest) {
            this.caches = caches;
            this.slabs = slabs;
            this.owners = owners;
            this.furthest = furthest;
        }

        static Slabs of(List<CacheContents> all) {
            record Owned(KmemSlab slab, KmemCache cache) {}
            var owned = new ArrayList<Owned>();
            all.forEach(contents -> contents.slabs().forEach(slab -> owned.add(new Owned(slab, contents.cache()))));
            owned.sort(Comparator.comparing(Owned::slab, CacheContents.BY_BASE));
            var furthest = new long[owned.size()];
            long end = 0;
            for (int i = 0; i < furthest.length; i++) {
                KmemSlab slab = owned.get(i).slab();
                long own = slab.base() + slab.length();
                end = Long.compareUnsigned(own, end) > 0 ? own : end;
                furthest[i] = end;
            }
            return new Slabs(
                    all.stream().map(CacheContents::cache).toList(),
                    owned.stream().map(Owned::slab).toArray(KmemSlab[]::new),
                    owned.stream().map(Owned::cache).toArray(KmemCache[]::new),
                    furthest);
        }

        /** Delivers every buffer that an address is in; whether more are wanted. */
        boolean at(long address, Predicate<KmemBuffer> sink) {
            int low = 0;
            int high = slabs.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Long.compareUnsigned(slabs[middle].base(), address) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            // Slabs of one kind do not overlap in a sound kernel: mostly one step.
            for (int i = low - 1; i >= 0 && Long.compareUnsigned(furthest[i], address) > 0; i--) {
                KmemSlab slab = slabs[i];
                if (slab.contains(address) && !sink.test(new KmemBuffer(owners[i], slab, slab.indexOf(address)))) {
                    return false;
                }
            }
            return true;
        }
    }

    private BufferIndex(List<String> faults) {
        this.faults = List.copyOf(faults);
    }

    static BufferIndex of(List<CacheContents> all, List<String> faultsBefore) {
        var index = new BufferIndex(
                Stream.concat(faultsBefore.stream(), all.stream().flatMap(contents -> contents.faults().stream()))
                        .toList());
        for (Tier tier : Tier.values()) {
            index.tiers.put(
                    tier,
                    Slabs.of(all.stream()
                            .filter(contents -> tierOf(contents.cache()) == tier)
                            .toList()));
        }
        return index;
    }

    /** The allocator's own caches are known by their names: magazines, slabs and bufctls. */
    private static Tier tierOf(KmemCache cache) {
        if (cache.identifiers()) {
            return Tier.IDENTIFIER;
        }
        if (!cache.touched()) {
            return Tier.UNTOUCHED;
        }
        return cache.name().startsWith(METADATA_ARENA_PREFIX)
                        || List.of("kmem_slab_cache", "kmem_bufctl_cache", "kmem_bufctl_audit_cache")
                                .contains(cache.name())
                ? Tier.METADATA
                : Tier.ORDINARY;
    }

    /** The caches of a kind, in the order of the kernel's list. */
    public List<KmemCache> caches(Tier tier) {
        return slabs(tier).caches;
    }

    /**
     * Delivers every buffer of a kind that an address is in, until no more are wanted.
     *
     * @param sink returns false when it wants no more
     * @return whether more are wanted
     */
    public boolean at(Tier tier, long address, Predicate<KmemBuffer> sink) {
        return slabs(tier).at(address, sink);
    }

    private Slabs slabs(Tier tier) {
        return tiers.getOrDefault(tier, Slabs.of(List.of()));
    }

    /** How many buffers there are. */
    public long count() {
        return tiers.values().stream()
                .flatMap(slabs -> Arrays.stream(slabs.slabs))
                .mapToLong(KmemSlab::count)
                .sum();
    }

    /** What could not be read, one sentence each. */
    public List<String> faults() {
        return faults;
    }
}

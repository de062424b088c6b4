package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.whatis.Ranges;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private record OwnedSlab(KmemCache cache, KmemSlab slab) {}

    /**
     * The slabs of some caches.
     *
     * @param caches in the order of the kernel's list
     * @param slabs by address
     */
    private record Slabs(List<KmemCache> caches, Ranges<OwnedSlab> slabs) {

        static Slabs of(List<CacheContents> all) {
            var found = new Ranges.Builder<OwnedSlab>();
            for (CacheContents contents : all) {
                for (KmemSlab slab : contents.slabs()) {
                    found.add(slab.base(), slab.base() + slab.length(), new OwnedSlab(contents.cache(), slab));
                }
            }
            return new Slabs(all.stream().map(CacheContents::cache).toList(), found.build());
        }

        /** Delivers every buffer that an address is in; whether more are wanted. */
        boolean at(long address, Predicate<KmemBuffer> sink) {
            return slabs.at(
                    address,
                    owned -> sink.test(new KmemBuffer(
                            owned.cache(), owned.slab(), owned.slab().indexOf(address))));
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
        return slabs(tier).caches();
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
        return Objects.requireNonNull(tiers.get(tier));
    }

    /** What could not be read, one sentence each. */
    public List<String> faults() {
        return faults;
    }
}

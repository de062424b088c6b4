package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.CacheContents;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemCache;
import dev.xmdb.target.guest.solaris.kmem.KmemSlab;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A walker of caches, or of something in a cache: the one whose address is given, the one that the walker is named after, or every one.
 *
 * @param name the name that {@code ::walk} takes
 * @param summary one line
 * @param cache the address of the only cache that it walks; empty when the start tells
 * @param part what it delivers of a cache
 */
record KmemWalker(String name, String summary, Optional<Long> cache, Part part) implements Walker {

    /** Delivers something of a cache. */
    @FunctionalInterface
    interface Part {
        /** Delivers; false when no more are wanted. */
        boolean deliver(Walk walk, CacheContents contents);
    }

    /** Picks something of a buffer: 0 where there is nothing. */
    @FunctionalInterface
    private interface Pick {
        long of(KmemSlab slab, int index);
    }

    static List<Walker> all() {
        return List.of(
                new ListWalker("kmem_cache", "every cache of the slab allocator", AddressUse.NONE, KmemWalker::caches),
                walker("kmem", "allocated buffers of a cache, or of all", KmemWalker::allocated),
                walker("freemem", "free buffers of a cache, or of all", KmemWalker::free),
                walker(
                        "bufctl",
                        "external bufctls of allocated buffers",
                        buffers((slab, i) -> slab.allocated(i) ? slab.bufctl(i) : 0)),
                walker(
                        "freectl",
                        "external bufctls of free buffers",
                        buffers((slab, i) -> slab.allocated(i) ? 0 : slab.bufctl(i))),
                walker("kmem_hash", "external bufctls of buffers that left their slab", hashed()),
                walker("kmem_slab", "slabs of a cache, or of all", slabs(false)),
                walker("kmem_slab_partial", "slabs that have free buffers", slabs(true)));
    }

    private static Walker walker(String name, String summary, Part part) {
        return new KmemWalker(name, summary, Optional.empty(), part);
    }

    /** A walker for each of a target's caches, named after it. */
    static List<Walker> ofCaches(Target target) {
        if (!(target.guest() instanceof SolarisGuest guest)) {
            return List.of();
        }
        try {
            var walkers = new ArrayList<Walker>();
            for (KmemCache cache : Kmem.of(guest).caches()) {
                walkers.add(new KmemWalker(
                        cache.name(),
                        "allocated buffers of the cache " + cache.name(),
                        Optional.of(cache.address()),
                        KmemWalker::allocated));
            }
            return walkers;
        } catch (TypeDataException | dev.xmdb.target.memory.MemoryFaultException unknown) {
            return List.of();
        }
    }

    private static boolean allocated(Walk walk, CacheContents contents) {
        return buffers((slab, i) -> slab.allocated(i) ? slab.buffer(i) : 0).deliver(walk, contents);
    }

    private static boolean free(Walk walk, CacheContents contents) {
        return buffers((slab, i) -> slab.allocated(i) ? 0 : slab.buffer(i)).deliver(walk, contents);
    }

    private static Part hashed() {
        return buffers((slab, i) -> slab.allocated(i) || slab.inMagazine(i) ? slab.bufctl(i) : 0);
    }

    private static Part buffers(Pick pick) {
        return (walk, contents) -> {
            for (KmemSlab slab : contents.slabs()) {
                for (int i = 0; i < slab.count(); i++) {
                    long picked = pick.of(slab, i);
                    if (picked != 0 && !walk.deliver(picked)) {
                        return false;
                    }
                }
            }
            return true;
        };
    }

    private static Part slabs(boolean partialOnly) {
        return (walk, contents) -> {
            for (KmemSlab slab : contents.slabs()) {
                if ((slab.partial() || !partialOnly) && !walk.deliver(slab.address())) {
                    return false;
                }
            }
            return true;
        };
    }

    @Override
    public AddressUse address() {
        return cache.isPresent() ? AddressUse.NONE : AddressUse.OPTIONAL;
    }

    @Override
    public Optional<String> guest() {
        return Optional.of(SolarisGuest.KIND);
    }

    @Override
    public void walk(Walk walk) {
        Kmem kmem = Kmem.of(SolarisKernel.of(walk.target()));
        List<KmemCache> caches = cache.isPresent()
                ? List.of(kmem.at(cache.get()))
                : walk.start().isPresent() ? List.of(kmem.at(walk.start().getAsLong())) : kmem.caches();
        for (KmemCache each : caches) {
            CacheContents contents = kmem.contents(each, walk.effort());
            boolean more = part.deliver(walk, contents);
            contents.faults().forEach(walk::warn);
            if (!more) {
                return;
            }
        }
        if (caches.size() != 1) {
            kmem.faults().forEach(walk::warn);
        }
    }

    private static Optional<String> caches(SolarisGuest guest, Walk walk) {
        Kmem kmem = Kmem.of(guest);
        for (KmemCache cache : kmem.caches()) {
            if (!walk.deliver(cache.address())) {
                return Optional.empty();
            }
        }
        kmem.faults().forEach(walk::warn);
        return Optional.empty();
    }
}

package dev.xmdb.dcmds.linux.slab;

import dev.xmdb.dcmds.LinuxWalker;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.slab.ObjectState;
import dev.xmdb.target.guest.linux.slab.Slab;
import dev.xmdb.target.guest.linux.slab.SlabCache;
import dev.xmdb.target.guest.linux.slab.SlabContents;
import dev.xmdb.target.guest.linux.slab.SlabPlace;
import dev.xmdb.target.guest.linux.slab.Slabs;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;

/** The walkers {@code kmem_cache kmem freemem kmem_slab kmem_slab_partial}, and one for each cache. */
final class SlabWalkers {
    private SlabWalkers() {}

    /** Delivers something of a cache; false when no more are wanted. */
    @FunctionalInterface
    private interface Part {
        boolean deliver(Walk walk, SlabContents contents);
    }

    static List<Walker> all() {
        return List.of(
                new LinuxWalker(
                        "kmem_cache",
                        "every cache of the slab allocator",
                        AddressUse.NONE,
                        (guest, walk) -> caches(Slabs.of(guest), walk)),
                walker("kmem", "allocated objects of a cache, or of all", objects(true)),
                walker("freemem", "free objects of a cache, or of all", objects(false)),
                walker("kmem_slab", "the struct slab of each slab of a cache, or of all", slabs(false)),
                walker("kmem_slab_partial", "those of slabs that have free objects", slabs(true)));
    }

    private static Walker walker(String name, String summary, Part part) {
        return new LinuxWalker(name, summary, AddressUse.OPTIONAL, (guest, walk) -> {
            Slabs slabs = Slabs.of(guest);
            walk(slabs, chosen(slabs, walk), walk, part);
        });
    }

    /** A walker for each of a target's caches, named after it; and for each further name. */
    static List<Walker> ofCaches(Target target) {
        if (!(target.guest() instanceof LinuxGuest guest)) {
            return List.of();
        }
        try {
            Slabs slabs = Slabs.of(guest);
            var walkers = new ArrayList<Walker>();
            for (SlabCache cache : slabs.caches()) {
                walkers.add(ofCache(cache, cache.name()));
                slabs.furtherNames(cache).forEach(name -> walkers.add(ofCache(cache, name)));
            }
            return walkers;
        } catch (TypeDataException | MemoryFaultException | GuestDamageException unknown) {
            return List.of();
        }
    }

    private static Walker ofCache(SlabCache cache, String name) {
        return new LinuxWalker(
                name,
                "allocated objects of the cache " + cache.name()
                        + (name.equals(cache.name()) ? "" : ", which it shares"),
                AddressUse.NONE,
                (guest, walk) -> walk(Slabs.of(guest), List.of(cache), walk, objects(true)));
    }

    private static void caches(Slabs slabs, Walk walk) {
        for (SlabCache cache : slabs.caches()) {
            if (!walk.deliver(cache.address())) {
                return;
            }
        }
        slabs.faults().forEach(walk::warn);
    }

    private static List<SlabCache> chosen(Slabs slabs, Walk walk) {
        if (walk.start().isEmpty()) {
            return slabs.caches();
        }
        long address = walk.start().getAsLong();
        return List.of(slabs.at(address)
                .orElseThrow(
                        () -> new DcmdException(Long.toHexString(address) + " is not the address of a slab cache")));
    }

    private static void walk(Slabs slabs, List<SlabCache> caches, Walk walk, Part part) {
        for (SlabCache cache : caches) {
            SlabContents contents = slabs.contents(cache, walk.effort());
            boolean more = part.deliver(walk, contents);
            contents.faults().forEach(walk::warn);
            if (!more) {
                return;
            }
        }
        if (caches.size() != 1) {
            slabs.faults().forEach(walk::warn);
            slabs.pageFaults(walk.effort()).forEach(walk::warn);
        }
    }

    private static Part objects(boolean allocated) {
        return (walk, contents) -> {
            for (Slab slab : contents.slabs()) {
                for (int i = 0; i < slab.count(); i++) {
                    if (slab.state(i) == ObjectState.ALLOCATED == allocated && !walk.deliver(slab.object(i))) {
                        return false;
                    }
                }
            }
            return true;
        };
    }

    private static Part slabs(boolean partialOnly) {
        return (walk, contents) -> {
            for (Slab slab : contents.slabs()) {
                boolean partial = slab.place().kind() == SlabPlace.Kind.CPU_PARTIAL
                        || slab.place().kind() == SlabPlace.Kind.NODE_PARTIAL;
                if ((partial || !partialOnly) && !walk.deliver(slab.address())) {
                    return false;
                }
            }
            return true;
        };
    }
}

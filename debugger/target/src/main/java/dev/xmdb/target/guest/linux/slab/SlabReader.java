package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import java.util.ArrayList;
import java.util.BitSet;

/** Reads single slabs. */
final class SlabReader {
    private SlabReader() {}

    /**
     * A slab with the state of its objects.
     *
     * @param structure address of the structure that describes it
     * @param state what CPUs and nodes have of its cache
     * @throws MemoryFaultException when the structure is not in memory
     */
    static Slab read(SlabGround ground, SlabCache cache, CacheState state, long structure) {
        StructView view = ground.layouts().slab().at(ground.memory(), structure);
        Geometry geometry = ground.geometry(cache, structure);
        var faults = new ArrayList<String>();
        int said = (int) view.number("objects");
        if (said != geometry.count()) {
            faults.add(fault(cache, structure, "says that it has " + said + " objects, for which it has no room"));
        }
        var free = new BitSet();
        FreeList list =
                FreeList.follow(ground.memory(), ground.pointers(), cache, geometry, view.number("freelist"), free);
        list.fault().ifPresent(how -> faults.add(fault(cache, structure, how)));
        int used = (int) view.number("inuse");
        if (list.fault().isEmpty() && list.length() != said - used) {
            faults.add(fault(
                    cache,
                    structure,
                    "has " + list.length() + " objects in its list of free ones, and counts " + (said - used)));
        }
        return new Slab(
                cache,
                structure,
                geometry.first() - cache.leftPad(),
                geometry,
                used,
                state.place(structure),
                new Slab.FreeObjects(free, in(geometry, state.forCpus()), in(geometry, state.inSheaves())),
                faults);
    }

    private static BitSet in(Geometry geometry, org.eclipse.collections.api.set.primitive.LongSet objects) {
        var found = new BitSet();
        if (!objects.isEmpty()) {
            for (int index = 0; index < geometry.count(); index++) {
                if (objects.contains(geometry.object(index))) {
                    found.set(index);
                }
            }
        }
        return found;
    }

    private static String fault(SlabCache cache, long structure, String how) {
        return "slab " + Long.toHexString(structure) + " of " + cache.name() + ": " + how;
    }
}

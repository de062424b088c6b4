package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;

/** Makes the index of slabs out of their pages. */
final class SlabFinder {
    private static final int MOST_FAULTS = 20;

    private final SlabGround ground;
    private final List<SlabCache> caches;
    private final LongIntHashMap numbers = new LongIntHashMap();
    private final LongArrayList pfns = new LongArrayList();
    private final IntArrayList owners = new IntArrayList();
    private final List<String> faults = new ArrayList<>();
    /** The frame behind the last slab: pages before it are that slab's. */
    private long behind;

    private SlabFinder(SlabGround ground, List<SlabCache> caches) {
        this.ground = ground;
        this.caches = caches;
        for (int i = 0; i < caches.size(); i++) {
            numbers.put(caches.get(i).address(), i);
        }
    }

    /** Makes the index. */
    static SlabIndex run(SlabGround ground, List<SlabCache> caches, SlabPass pass, Effort effort) {
        var finder = new SlabFinder(ground, caches);
        List<String> unread = pass.run(finder::page, effort);
        finder.faults.addAll(unread);
        return new SlabIndex(caches, finder.pfns.toArray(), finder.owners.toArray(), finder.faults);
    }

    private void page(long pfn) {
        if (pfn < behind) {
            return;
        }
        try {
            StructView slab =
                    ground.layouts().slab().at(ground.memory(), ground.pages().structure(pfn));
            long address = slab.number("slab_cache");
            int number = numbers.getIfAbsent(address, -1);
            if (number < 0) {
                fault("slab of pfn " + Long.toHexString(pfn) + " belongs to " + Long.toHexString(address)
                        + ", which is no slab cache");
                return;
            }
            pfns.add(pfn);
            owners.add(number);
            behind = pfn
                    + caches.get(number).shapeOf((int) slab.number("objects")).pages();
        } catch (MemoryFaultException lost) {
            fault("slab of pfn " + Long.toHexString(pfn) + ": " + lost.getMessage());
        }
    }

    private void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }
}

package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.memory.MemoryFaultException;
import java.util.BitSet;
import java.util.List;

/** Finds out how a hardened kernel writes its pointers between free objects, from lists of them. */
final class PointerTrial {
    /** So many slabs whose lists fit one way only decide. */
    private static final int ENOUGH = 16;

    /** No more slabs than this are tried. */
    private static final int MOST = 2048;

    private PointerTrial() {}

    /** The way in which most lists hold together; the newer one where nothing tells. */
    static FreePointers of(SlabGround ground, List<SlabCache> caches) {
        int mixed = 0;
        int swapped = 0;
        int tried = 0;
        for (SlabCache cache : caches) {
            if (cache.key().isEmpty()) {
                return FreePointers.PLAIN;
            }
            for (long slab : StateReader.read(ground, cache).places().keySet()) {
                boolean fitsMixed = fits(ground.with(FreePointers.MIXED), cache, slab);
                boolean fitsSwapped = fits(ground.with(FreePointers.MIXED_SWAPPED), cache, slab);
                mixed += fitsMixed && !fitsSwapped ? 1 : 0;
                swapped += fitsSwapped && !fitsMixed ? 1 : 0;
                if (mixed + swapped >= ENOUGH || ++tried >= MOST) {
                    return mixed > swapped ? FreePointers.MIXED : FreePointers.MIXED_SWAPPED;
                }
            }
        }
        return mixed > swapped ? FreePointers.MIXED : FreePointers.MIXED_SWAPPED;
    }

    private static boolean fits(SlabGround ground, SlabCache cache, long slab) {
        try {
            long first = ground.layouts().slab().at(ground.memory(), slab).number("freelist");
            FreeList list = FreeList.follow(
                    ground.memory(), ground.pointers(), cache, ground.geometry(cache, slab), first, new BitSet());
            return list.length() > 0 && list.fault().isEmpty();
        } catch (MemoryFaultException lost) {
            return false;
        }
    }
}

package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.work.Effort;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what state the buffers of a cache are in. Of a cache with external bufctls every bufctl in its hash table stands for a buffer
 * that left its slab; of one without, all buffers left that are not in their slab's chain of free ones. A buffer that left its slab and
 * waits in a magazine is free all the same.
 */
final class ContentsReader {
    /** After so many that are not there, the rest of a hash table is not there either. */
    private static final int MOST_LOST_BUCKETS = 512;

    private static final int EFFORT_STEP = 0x3ff;

    private final AddressSpace memory;
    private final KmemLayouts layouts;
    private final KmemCache cache;
    private final int cpus;
    private final Effort effort;
    private final FaultList faults;
    private final long nextOffset;
    private final long addressOffset;

    ContentsReader(AddressSpace memory, KmemLayouts layouts, KmemCache cache, int cpus, Effort effort) {
        this.memory = memory;
        this.layouts = layouts;
        this.cache = cache;
        this.cpus = cpus;
        this.effort = effort;
        this.faults = new FaultList(cache.name());
        this.nextOffset = layouts.bufctl.member("bc_next").offset();
        this.addressOffset = layouts.bufctl.member("bc_addr").offset();
    }

    /**
     * Reads.
     *
     * @param found the cache's slabs
     * @param mostBuckets how large its hash table may be
     */
    CacheContents read(CacheSlabs found, long mostBuckets) {
        faults.addAll(found.faults());
        List<KmemSlab> slabs = found.slabs();
        KmemSlab[] sorted = CacheContents.sorted(slabs);
        if (cache.hashed()) {
            hashTable(sorted, mostBuckets);
        } else {
            slabs.forEach(KmemSlab::leaveAll);
        }
        for (KmemSlab slab : slabs) {
            freeChain(slab);
        }
        try {
            new MagazineReader(memory, layouts, cache, cpus, faults, effort)
                    .read(found.buffers(), buffer -> magazine(sorted, buffer));
        } catch (MemoryFaultException gone) {
            faults.add("magazines of " + cache.name() + ": " + gone.getMessage());
        }
        return new CacheContents(cache, slabs, sorted, faults.all());
    }

    private void hashTable(KmemSlab[] sorted, long mostBuckets) {
        long buckets = cache.buckets();
        int lost = 0;
        if (buckets <= 0 || buckets > mostBuckets || Long.bitCount(buckets) != 1) {
            faults.add("the hash table of " + cache.name() + " has the mask " + Long.toHexString(cache.hashMask()));
            return;
        }
        for (long i = 0; i < buckets; i++) {
            if ((i & EFFORT_STEP) == 0) {
                effort.advance("reading kmem bufctls", i, buckets);
            }
            try {
                bucket(sorted, memory.readWord(cache.hash() + i * memory.wordSize()), i);
            } catch (MemoryFaultException gone) {
                faults.add("bucket " + Long.toHexString(i) + " of the hash table of " + cache.name() + ": "
                        + gone.getMessage());
                if (++lost == MOST_LOST_BUCKETS) {
                    return;
                }
            }
        }
    }

    private void bucket(KmemSlab[] sorted, long first, long bucket) {
        for (long bufctl = first; bufctl != 0; bufctl = memory.readWord(bufctl + nextOffset)) {
            long buffer = memory.readWord(bufctl + addressOffset);
            Optional<KmemSlab> slab = CacheContents.slabOf(sorted, buffer);
            if (slab.isEmpty() || slab.get().buffer(slab.get().indexOf(buffer)) != buffer) {
                // A chain that has left the cache is not worth following.
                faults.add("bufctl " + Long.toHexString(bufctl) + " in bucket " + Long.toHexString(bucket) + " of "
                        + cache.name() + " is for " + Long.toHexString(buffer) + ", which is no buffer of a slab");
                return;
            }
            int index = slab.get().indexOf(buffer);
            if (slab.get().left(index)) {
                faults.add(
                        slab.get().bufctl(index) == bufctl
                                ? "bufctls in bucket " + Long.toHexString(bucket) + " of " + cache.name()
                                        + " run in a circle at " + Long.toHexString(bufctl)
                                : "bufctls " + Long.toHexString(slab.get().bufctl(index)) + " and "
                                        + Long.toHexString(bufctl) + " of " + cache.name() + " are both for "
                                        + Long.toHexString(buffer));
                return;
            }
            slab.get().leave(index);
            slab.get().bufctl(index, bufctl);
        }
    }

    /** The buffers that a slab itself has to give. */
    private void freeChain(KmemSlab slab) {
        int steps = 0;
        try {
            for (long bufctl = memory.readWord(
                            slab.address() + layouts.slab.member("slab_head").offset());
                    bufctl != 0;
                    bufctl = memory.readWord(bufctl + nextOffset)) {
                if ((++steps & EFFORT_STEP) == 0) {
                    effort.advance("reading kmem slabs", steps, 0);
                }
                long buffer = cache.hashed() ? memory.readWord(bufctl + addressOffset) : bufctl - cache.bufctl();
                if (!slab.contains(buffer) || slab.buffer(slab.indexOf(buffer)) != buffer) {
                    faults.add("free buffers of slab " + Long.toHexString(slab.address()) + " of " + cache.name()
                            + " leave it at " + Long.toHexString(bufctl) + ": " + Long.toHexString(buffer)
                            + " is none of its buffers");
                    return;
                }
                if (steps > slab.count()) {
                    faults.add("free buffers of slab " + Long.toHexString(slab.address()) + " of " + cache.name()
                            + " run in a circle at " + Long.toHexString(bufctl));
                    return;
                }
                free(slab, slab.indexOf(buffer), bufctl);
            }
        } catch (MemoryFaultException gone) {
            faults.add("free buffers of slab " + Long.toHexString(slab.address()) + " of " + cache.name()
                    + " break off: " + gone.getMessage());
        }
    }

    private void free(KmemSlab slab, int index, long bufctl) {
        if (!cache.hashed()) {
            slab.stay(index);
        } else if (slab.left(index)) {
            faults.add("buffer " + Long.toHexString(slab.buffer(index)) + " of " + cache.name()
                    + " is in the hash table and among the free ones of its slab");
        } else {
            slab.bufctl(index, bufctl);
        }
    }

    private void magazine(KmemSlab[] sorted, long buffer) {
        Optional<KmemSlab> slab = CacheContents.slabOf(sorted, buffer);
        if (slab.isPresent() && slab.get().buffer(slab.get().indexOf(buffer)) == buffer) {
            slab.get().enterMagazine(slab.get().indexOf(buffer));
        } else {
            faults.add("a magazine of " + cache.name() + " holds " + Long.toHexString(buffer)
                    + ", which is no buffer of a slab");
        }
    }
}

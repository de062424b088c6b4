package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * Reads the slabs of a cache. A kernel since about 2008 has a list of the complete ones and a tree of the others; an earlier one has a ring
 * of all, and a pointer to the first that has free buffers.
 */
final class SlabReader {
    private static final int MOST_SLABS = 1 << 20;
    /** What is kept of a slab takes as much memory as what is kept of this many buffers. */
    private static final long SLAB_COST = 16;
    /** No slab has more buffers: a slab is a few pages, or a few times its buffer's size. */
    private static final long MOST_CHUNKS = 1 << 20;

    private final AddressSpace memory;
    private final KmemLayouts layouts;
    private final KmemCache cache;
    private final Effort effort;
    private final FaultList faults;
    private final List<KmemSlab> slabs = new ArrayList<>();
    private final long granted;
    private long room;

    /**
     * A reader.
     *
     * @param room how many buffers may be found before a cache is taken for nonsense
     */
    SlabReader(AddressSpace memory, KmemLayouts layouts, KmemCache cache, long room, Effort effort) {
        this.memory = memory;
        this.layouts = layouts;
        this.cache = cache;
        this.room = room;
        this.granted = room;
        this.effort = effort;
        this.faults = new FaultList(cache.name());
    }

    CacheSlabs read() {
        try {
            readAll();
        } catch (MemoryFaultException gone) {
            faults.add("slabs of " + cache.name() + ": " + gone.getMessage());
        }
        return new CacheSlabs(slabs, Math.min(granted, granted - room), faults.all());
    }

    private void readAll() {
        if (cache.chunkSize() <= 0 || Long.compareUnsigned(cache.chunkSize(), cache.slabSize()) > 0) {
            faults.add("cache " + cache.name() + " at " + Long.toHexString(cache.address()) + " has buffers of "
                    + Long.toUnsignedString(cache.chunkSize()) + " bytes in slabs of "
                    + Long.toUnsignedString(cache.slabSize()));
            return;
        }
        if (layouts.cache.has("cache_nullslab")) {
            ring();
        } else {
            completeList();
            partialTree();
        }
    }

    private void ring() {
        long nullSlab = cache.address() + layouts.cache.member("cache_nullslab").offset();
        long next = layouts.slab.member("slab_next").offset();
        long firstPartial = memory.readWord(
                cache.address() + layouts.cache.member("cache_freelist").offset());
        boolean[] partial = {firstPartial == nullSlab};
        chain("slabs", slab -> memory.readWord(slab + next), nullSlab, slab -> {
            partial[0] |= slab == firstPartial;
            add(slab, partial[0]);
        });
    }

    private void completeList() {
        long list =
                cache.address() + layouts.cache.member("cache_complete_slabs").offset();
        long head = list
                + layouts.cache.member("cache_complete_slabs.list_head").offset()
                - layouts.cache.member("cache_complete_slabs").offset();
        long link = layouts.slab.member("slab_link").offset();
        chain("complete slabs", memory::readWord, head, node -> add(node - link, false));
    }

    private void chain(String what, LongUnaryOperator next, long head, LongConsumer sink) {
        Chain.End end = new Chain(what + " of " + cache.name(), next, MOST_SLABS).followHeaded(head, at -> {
            sink.accept(at);
            return room > 0;
        });
        if (end.fault() != null) {
            faults.add(end.fault());
        }
    }

    private void partialTree() {
        long root = memory.readWord(cache.address()
                + layouts.cache.member("cache_partial_slabs.avl_root").offset());
        long link = layouts.slab.member("slab_link").offset();
        new SlabTree(memory, 0, memory.wordSize(), MOST_SLABS)
                .follow(root, node -> {
                    add(node - link, true);
                    return room > 0;
                })
                .ifPresent(fault -> faults.add("partial slabs of " + cache.name() + " " + fault));
    }

    private void add(long address, boolean partial) {
        effort.advance("reading kmem slabs", slabs.size(), 0);
        room -= SLAB_COST;
        try {
            long owner =
                    memory.readWord(address + layouts.slab.member("slab_cache").offset());
            long base =
                    memory.readWord(address + layouts.slab.member("slab_base").offset());
            long claimed = layouts.slab.at(memory, address).number("slab_chunks");
            if (owner != cache.address()) {
                faults.add("slab " + Long.toHexString(address) + " of " + cache.name() + " says its cache is "
                        + Long.toHexString(owner));
            }
            long fitting = Math.min(MOST_CHUNKS, Long.divideUnsigned(cache.slabSize(), cache.chunkSize()));
            long count = claimed;
            if (Long.compareUnsigned(claimed, fitting) > 0) {
                faults.add("slab " + Long.toHexString(address) + " of " + cache.name() + " says it has "
                        + Long.toUnsignedString(claimed) + " buffers, and " + fitting + " fit into it");
                count = fitting;
            }
            room -= count;
            if (room <= 0) {
                faults.add("cache " + cache.name() + " has more buffers than any kernel: the rest is left out");
                return;
            }
            slabs.add(new KmemSlab(address, base, (int) count, cache.chunkSize(), partial));
        } catch (MemoryFaultException gone) {
            faults.add("slab " + Long.toHexString(address) + " of " + cache.name() + ": " + gone.getMessage());
        }
    }
}

package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructView;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * What reading slabs stands on.
 *
 * @param memory the kernel's address space
 * @param layouts the allocator's structures
 * @param pages the page structures
 * @param pointers how free objects lead to one another
 * @param cpus the numbers of the CPUs
 * @param offsets how far a CPU's own variables are from their per-CPU pointers
 * @param nodes how many nodes there may be
 */
record SlabGround(
        AddressSpace memory,
        SlabLayouts layouts,
        SlabPages pages,
        FreePointers pointers,
        List<Integer> cpus,
        LongUnaryOperator offsets,
        int nodes) {
    SlabGround {
        cpus = List.copyOf(cpus);
    }

    /** A CPU's own instance of what a per-CPU pointer leads to. */
    long perCpu(long pointer, int cpu) {
        return pointer + offsets.applyAsLong(cpu);
    }

    /** The same with pointers of another kind. */
    SlabGround with(FreePointers other) {
        return new SlabGround(memory, layouts, pages, other, cpus, offsets, nodes);
    }

    /** Where a slab's objects lie; none where the structure is no page structure, or says what cannot be. */
    Geometry geometry(SlabCache cache, long slab) {
        java.util.OptionalLong pfn = pages.pfn(slab);
        if (pfn.isEmpty()) {
            return new Geometry(0, cache.stride(), 0);
        }
        StructView view = layouts.slab().at(memory, slab);
        int said = (int) view.number("objects");
        SlabCache.Shape shape = cache.shapeOf(said);
        int most = (int) ((shape.bytes() - cache.leftPad()) / cache.stride());
        return new Geometry(pages.memory(pfn.getAsLong()) + cache.leftPad(), cache.stride(), Math.clamp(said, 0, most));
    }
}

package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.work.Effort;
import java.util.List;

/**
 * A cache's counters, summed as the kernel's own statistics are.
 *
 * @param inUse buffers that somebody has
 * @param total buffers
 * @param bytes memory in its slabs
 * @param allocations how often a buffer was asked for and given
 * @param failures how often none could be given
 * @param faults what could not be read, so that a number may be wrong: one sentence each
 */
public record CacheUsage(long inUse, long total, long bytes, long allocations, long failures, List<String> faults) {
    /** Copies the list. */
    public CacheUsage {
        faults = List.copyOf(faults);
    }

    static CacheUsage read(
            AddressSpace memory, KmemLayouts layouts, KmemCache cache, CacheSlabs found, int cpus, Effort effort) {
        var faults = new FaultList(cache.name());
        faults.addAll(found.faults());
        var magazines = new MagazineReader(memory, layouts, cache, cpus, faults, effort);
        StructView view = layouts.cache.at(memory, cache.address());
        long[] available = {view.number("cache_full.ml_total") * magazines.magazineSize()};
        long[] allocations = {view.number("cache_slab_alloc") + view.number("cache_full.ml_alloc")};
        magazines.perCpu(address -> {
            StructView cpu = layouts.cpu().at(memory, address);
            available[0] += Math.max(0, cpu.number("cc_rounds")) + Math.max(0, cpu.number("cc_prounds"));
            allocations[0] += cpu.number("cc_alloc");
            return true;
        });
        for (KmemSlab slab : found.slabs()) {
            if (slab.partial()) {
                StructView each = layouts.slab.at(memory, slab.address());
                available[0] += slab.count() - each.number("slab_refcnt");
            }
        }
        long slabs = view.number("cache_slab_create") - view.number("cache_slab_destroy");
        return new CacheUsage(
                cache.buffers() - available[0],
                cache.buffers(),
                slabs * cache.slabSize(),
                allocations[0],
                view.number("cache_alloc_fail"),
                faults.all());
    }
}

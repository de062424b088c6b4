package dev.xmdb.sim.solaris.kmem.image;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.kmem.Cache;
import dev.xmdb.sim.solaris.kmem.CacheKind;
import dev.xmdb.sim.solaris.kmem.Slab;
import dev.xmdb.sim.solaris.vmem.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a cache's slabs: their structures, the control blocks of their buffers, and what lies behind buffers of audited caches. */
final class SlabImage {
    private final Kernel kernel;
    private final TagImage tags;

    SlabImage(Kernel kernel) {
        this.kernel = kernel;
        this.tags = new TagImage(kernel);
    }

    void write(Cache cache, GuestStruct target) {
        long link = kernel.layouts().offset("kmem_slab_t", "slab_link");
        LinkedNodes complete = new LinkedNodes(kernel, target.address("cache_complete_slabs"));
        kernel.at("list_t", target.address("cache_complete_slabs"))
                .set("list_size", kernel.layouts().size("kmem_slab_t"))
                .set("list_offset", link);
        for (Slab slab : cache.complete()) {
            write(slab);
            complete.add(slab.va() + link);
        }
        target.set("cache_complete_slab_count", cache.complete().size());
        List<Long> partial = new ArrayList<>();
        for (Slab slab : cache.partial()) {
            write(slab);
            partial.add(slab.va() + link);
        }
        AvlNodes.write(
                kernel,
                target.address("cache_partial_slabs"),
                partial,
                link,
                kernel.layouts().size("kmem_slab_t"));
        if (cache.kind().isHashed()) {
            hash(cache);
        }
    }

    private void write(Slab slab) {
        GuestStruct target = kernel.at("kmem_slab_t", slab.va())
                .set("slab_cache", slab.cache().va())
                .set("slab_base", slab.base())
                .set("slab_refcnt", slab.references())
                .set("slab_chunks", slab.chunks())
                .set("slab_stuck_offset", -1);
        CacheKind kind = slab.cache().kind();
        for (int chunk = 0; chunk < slab.chunks(); chunk++) {
            if (kind.isHashed()) {
                control(slab, chunk);
            }
            if (kind.isTagged()) {
                tags.write(slab, chunk);
            }
        }
        long previous = target.address("slab_head");
        for (int chunk : slab.line()) {
            kernel.space().putLong(previous, slab.control(chunk));
            previous = slab.control(chunk);
        }
        kernel.space().putLong(previous, 0);
    }

    private void control(Slab slab, int chunk) {
        boolean audited = slab.cache().kind().isAudited();
        GuestStruct control = kernel.at(audited ? "kmem_bufctl_audit_t" : "kmem_bufctl_t", slab.control(chunk))
                .set("bc_next", 0)
                .set("bc_addr", slab.buffer(chunk))
                .set("bc_slab", slab.va());
        Origin origin = slab.origin(chunk);
        if (audited) {
            control.set("bc_cache", slab.cache().va());
            if (origin != null) {
                control.set("bc_timestamp", origin.timestamp())
                        .set("bc_thread", origin.thread())
                        .set("bc_depth", origin.stack().size());
                for (int frame = 0; frame < origin.stack().size(); frame++) {
                    control.set("bc_stack", frame, origin.stack().get(frame));
                }
            }
        }
    }

    /** A buffer that is out of its slab. */
    private record Out(long sequence, long buffer, long control) {}

    /** Chains the control blocks of buffers that are out of their slabs, the latest first. */
    private void hash(Cache cache) {
        List<Out> all = new ArrayList<>();
        for (Slab slab : cache.slabs()) {
            for (int chunk = 0; chunk < slab.chunks(); chunk++) {
                if (slab.state(chunk) != Slab.State.FREE) {
                    all.add(new Out(slab.sequence(chunk), slab.buffer(chunk), slab.control(chunk)));
                }
            }
        }
        all.sort(Comparator.comparingLong(Out::sequence));
        int shift = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(cache.kind().chunkSize());
        Map<Long, Long> buckets = new HashMap<>();
        for (Out out : all) {
            long bucket = cache.hashTable() + ((out.buffer() >>> shift) & (cache.hashSize() - 1L)) * Long.BYTES;
            kernel.space().putLong(out.control(), buckets.getOrDefault(bucket, 0L));
            buckets.put(bucket, out.control());
        }
        buckets.forEach((bucket, control) -> kernel.space().putLong(bucket, control));
    }
}

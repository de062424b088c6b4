package dev.xmdb.sim.solaris.kmem.image;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.kmem.Cache;
import dev.xmdb.sim.solaris.kmem.CacheKind;
import dev.xmdb.sim.solaris.kmem.CpuCache;
import dev.xmdb.sim.solaris.kmem.Magazine;
import dev.xmdb.sim.solaris.kmem.MagazineList;
import dev.xmdb.sim.solaris.kmem.MagazineType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the object allocator: the list of caches, each with its slabs, magazines and statistics. */
public final class KmemImage {
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("kmem_slab_cache", "kmem_slab_cache"),
            Map.entry("kmem_bufctl_cache", "kmem_bufctl_cache"),
            Map.entry("kmem_bufctl_audit_cache", "kmem_bufctl_audit_cache"),
            Map.entry("thread_cache", "thread_cache"),
            Map.entry("lwp_cache", "lwp_cache"),
            Map.entry("process_cache", "process_cache"),
            Map.entry("as_cache", "as_cache"),
            Map.entry("cred_cache", "cred_cache"),
            Map.entry("taskq_cache", "taskq_cache"),
            Map.entry("taskq_ent_cache", "taskq_ent_cache"),
            Map.entry("turnstile_cache", "turnstile_cache"),
            Map.entry("file_cache", "file_cache"),
            Map.entry("vn_cache", "vn_cache"),
            Map.entry("htable_cache", "htable_t"),
            Map.entry("hat_cache", "hat_t"));
    private static final int SMALLEST_REFILL = 16;

    private final Kernel kernel;
    private final SlabImage slabs;

    /** For the allocator of {@code kernel}. */
    public KmemImage(Kernel kernel) {
        this.kernel = kernel;
        this.slabs = new SlabImage(kernel);
    }

    /** Writes everything. Nothing may be allocated or freed after that. */
    public void write() {
        List<Cache> caches = List.copyOf(kernel.kmem().caches());
        long list = kernel.symbols().address("kmem_caches");
        long link = kernel.layouts().offset("kmem_cache_t", "cache_link");
        kernel.at("list_t", list)
                .set("list_size", kernel.layouts().size("kmem_cache_t"))
                .set("list_offset", link);
        LinkedNodes nodes = new LinkedNodes(kernel, list);
        for (Cache cache : caches) {
            write(cache);
            nodes.add(cache.va() + link);
        }
        kernel.kmem().lateWrites().forEach((va, value) -> kernel.space().put(va, Integer.BYTES, value));
        VARIABLES.forEach((variable, cache) ->
                kernel.set(variable, kernel.kmem().cache(cache).va()));
        kernel.set("kmem_ready", 1);
        kernel.set("kmem_flags", CacheKind.DEBUG);
        kernel.set("kmem_lite_count", CacheKind.LITE_CALLERS);
        kernel.set("kmem_lite_pcs", CacheKind.LITE_CALLERS);
        int index = 0;
        for (MagazineType type : MagazineType.ALL) {
            kernel.at("kmem_magtype_t", magazineType(index++))
                    .set("mt_magsize", type.rounds())
                    .set("mt_align", type.alignment())
                    .set("mt_minbuf", type.smallest())
                    .set("mt_maxbuf", type.largest())
                    .set("mt_cache", kernel.kmem().cache(type.cache()).va());
        }
    }

    private long magazineType(int index) {
        return kernel.symbols().address("kmem_magtype")
                + (long) index * kernel.layouts().size("kmem_magtype_t");
    }

    private void write(Cache cache) {
        CacheKind kind = cache.kind();
        GuestStruct target = kernel.at("kmem_cache_t", cache.va())
                .setText("cache_name", kind.name())
                .set("cache_bufsize", kind.bufferSize())
                .set("cache_align", kind.alignment())
                .set("cache_arena", kernel.kmem().arenas().address(cache.arena()))
                .set("cache_cflags", kind.creationFlags())
                .set("cache_flags", kind.flags())
                .set("cache_chunksize", kind.chunkSize())
                .set("cache_slabsize", kind.slabSize())
                .set("cache_maxchunks", kind.chunks())
                .set("cache_bufctl", kind.controlOffset())
                .set("cache_buftag", kind.tagOffset())
                .set("cache_verify", kind.verified())
                .set(
                        "cache_contents",
                        kind.isAudited() ? Math.min(kind.controlOffset(), SMALLEST_REFILL * Long.BYTES) : 0)
                .set("cache_color", cache.color())
                .set("cache_maxcolor", kind.largestColor())
                .set("cache_magtype", magazineType(MagazineType.ALL.indexOf(cache.magazineType())));
        if (!kind.constructor().isEmpty()) {
            target.set("cache_constructor", kernel.symbols().address(kind.constructor()));
        }
        statistics(cache, target);
        if (kind.isHashed()) {
            Cache controls = cache.controlCache();
            target.set("cache_hash_table", cache.hashTable())
                    .set("cache_hash_mask", cache.hashSize() - 1L)
                    .set("cache_hash_shift", Integer.SIZE - 1L - Integer.numberOfLeadingZeros(kind.chunkSize()))
                    .set("cache_bufctl_cache", controls == null ? 0 : controls.va());
        }
        slabs.write(cache, target);
        depot(target, "cache_full", cache.full());
        depot(target, "cache_empty", cache.empty());
        for (int cpu = 0; cpu < cache.processors().size(); cpu++) {
            processor(cache, cpu);
        }
    }

    private static void statistics(Cache cache, GuestStruct target) {
        target.set("cache_slab_create", cache.slabsMade())
                .set("cache_slab_destroy", cache.slabsDestroyed())
                .set("cache_slab_alloc", cache.slabAllocations())
                .set("cache_slab_free", cache.slabFrees())
                .set("cache_buftotal", cache.total())
                .set("cache_bufmax", cache.most())
                .set("cache_bufslab", cache.free())
                .set("cache_rescale", cache.rescales());
    }

    private void depot(GuestStruct target, String list, MagazineList magazines) {
        target.set(list + ".ml_total", magazines.magazines().size())
                .set(list + ".ml_min", magazines.least())
                .set(list + ".ml_alloc", magazines.allocations());
        long previous = target.address(list + ".ml_list");
        for (Magazine magazine : magazines.magazines()) {
            kernel.space().putLong(previous, magazine.va());
            write(magazine);
            previous = magazine.va();
        }
        if (!magazines.magazines().isEmpty()) {
            kernel.space().putLong(previous, 0);
        }
    }

    private void processor(Cache cache, int cpu) {
        CpuCache own = cache.processors().get(cpu);
        long va = cache.va()
                + kernel.layouts().offset("kmem_cache_t", "cache_cpu")
                + (long) cpu * kernel.layouts().size("kmem_cpu_cache_t");
        kernel.at("kmem_cpu_cache_t", va)
                .set("cc_alloc", own.allocations())
                .set("cc_free", own.frees())
                .set("cc_loaded", loaded(own.loaded()))
                .set("cc_ploaded", loaded(own.previous()))
                .set("cc_rounds", rounds(own.loaded()))
                .set("cc_prounds", rounds(own.previous()))
                .set("cc_magsize", cache.magazineType().rounds())
                .set("cc_flags", cache.kind().flags());
    }

    private static int rounds(@Nullable Magazine magazine) {
        return magazine == null ? -1 : magazine.rounds().size();
    }

    private long loaded(@Nullable Magazine magazine) {
        if (magazine == null) {
            return 0;
        }
        write(magazine);
        return magazine.va();
    }

    private void write(Magazine magazine) {
        long slot = kernel.at("kmem_magazine_t", magazine.va()).address("mag_round");
        for (long round : magazine.rounds()) {
            kernel.space().putLong(slot, round);
            slot += Long.BYTES;
        }
    }
}

package dev.xmdb.sim.truth;

import dev.xmdb.sim.solaris.kmem.Cache;
import dev.xmdb.sim.solaris.kmem.CacheKind;
import dev.xmdb.sim.solaris.kmem.Kmem;
import dev.xmdb.sim.solaris.kmem.Slab;
import dev.xmdb.sim.solaris.vmem.Origin;
import dev.xmdb.sim.solaris.vmem.Segment;
import dev.xmdb.sim.solaris.vmem.Vmem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects what became of the kernel's memory: every buffer of every cache, every segment of every arena. */
public final class MemoryTruth {
    private final Kmem kmem;

    /** For an allocator. */
    public MemoryTruth(Kmem kmem) {
        this.kmem = kmem;
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    /** {@code kmem_caches} and {@code vmem_arenas}. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kmem_caches", kmem.caches().stream().map(MemoryTruth::cache).toList());
        facts.put("vmem_arenas", kmem.arenas().all().stream().map(this::arena).toList());
        return facts;
    }

    private static Map<String, Object> cache(Cache cache) {
        CacheKind kind = cache.kind();
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("address", hex(cache.va()));
        fact.put("name", kind.name());
        fact.put("bufsize", kind.bufferSize());
        fact.put("chunksize", kind.chunkSize());
        fact.put("slabsize", kind.slabSize());
        fact.put("flags", hex(kind.flags()));
        fact.put("cflags", hex(kind.creationFlags()));
        fact.put("arena", cache.arena().name());
        fact.put("buftotal", cache.total());
        List<Object> buffers = new ArrayList<>();
        int inUse = 0;
        for (Slab slab : cache.slabs()) {
            for (int chunk = 0; chunk < slab.chunks(); chunk++) {
                buffers.add(buffer(slab, chunk));
                inUse += slab.state(chunk) == Slab.State.ALLOCATED ? 1 : 0;
            }
        }
        fact.put("inuse", inUse);
        fact.put("buffers", buffers);
        return fact;
    }

    private static Map<String, Object> buffer(Slab slab, int chunk) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("address", hex(slab.buffer(chunk)));
        if (slab.cache().kind().isHashed()) {
            fact.put("bufctl", hex(slab.control(chunk)));
        }
        fact.put("state", slab.state(chunk).name().toLowerCase(Locale.ROOT));
        fact.put("slab", hex(slab.va()));
        Origin origin = slab.origin(chunk);
        if (origin != null) {
            fact.put("thread", hex(origin.thread()));
            fact.put("timestamp", origin.timestamp());
            fact.put("stack", origin.stack().stream().map(MemoryTruth::hex).toList());
        }
        return fact;
    }

    private Map<String, Object> arena(Vmem arena) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("address", hex(kmem.arenas().address(arena)));
        fact.put("name", arena.name());
        Vmem source = arena.source();
        if (source != null) {
            fact.put("source", hex(kmem.arenas().address(source)));
        }
        fact.put("inuse", arena.inUse());
        fact.put("total", arena.total());
        fact.put("import", arena.imported());
        fact.put("alloc", arena.allocations());
        fact.put("free", arena.frees());
        fact.put("fail", arena.failures());
        fact.put("segments", arena.segments().stream().map(MemoryTruth::segment).toList());
        return fact;
    }

    private static Map<String, Object> segment(Segment segment) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("address", hex(segment.va()));
        fact.put("type", segment.type().name().toLowerCase(Locale.ROOT));
        fact.put("start", hex(segment.start()));
        fact.put("end", hex(segment.end()));
        return fact;
    }
}

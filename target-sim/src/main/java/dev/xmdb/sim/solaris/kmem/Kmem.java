package dev.xmdb.sim.solaris.kmem;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.GuestSpace;
import dev.xmdb.sim.solaris.layout.Layouts;
import dev.xmdb.sim.solaris.vmem.Origin;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's memory allocator. Its state is kept here and written into the guest's memory when that is frozen; addresses are final as
 * soon as they are handed out, those of the allocator's own structures too.
 */
public final class Kmem {
    /** The most bytes that come from a cache. */
    public static final int LARGEST = 16384;

    static final int PAGE = Frames.PAGE_SIZE;

    private static final int CPU_ALIGNMENT = 64;

    private final GuestSpace space;
    private final Layouts layouts;
    private final Arenas arenas;
    private final int cpus;
    private final Map<String, Cache> caches = new LinkedHashMap<>();
    private final Map<String, Cache> byType = new HashMap<>();
    private final TreeMap<Long, Slab> slabs = new TreeMap<>();
    private final Map<Long, Integer> lateWrites = new LinkedHashMap<>();
    private long sequence;
    private Caller caller = Caller.NOBODY;

    /** Who is at work when nobody says it. */
    public interface Caller {
        /** Nobody is known. */
        Caller NOBODY = (cache, allocates) -> Origin.UNKNOWN;

        /** Who allocates from a cache now, or frees. */
        Origin origin(String cache, boolean allocates);
    }

    /**
     * An allocator with all its caches, which are empty but for what the allocator itself needs.
     *
     * @param arenas where its memory comes from
     * @param cpus how many CPUs it keeps magazines for
     */
    public Kmem(GuestSpace space, Layouts layouts, Arenas arenas, int cpus) {
        this.space = space;
        this.layouts = layouts;
        this.arenas = arenas;
        this.cpus = cpus;
        for (CacheTable.Entry entry : CacheTable.read(layouts)) {
            Cache cache = create(entry.kind());
            entry.types().forEach(type -> byType.put(layouts.aggregate(type).name(), cache));
        }
    }

    /** Makes a cache. */
    public Cache create(CacheKind kind) {
        long size = layouts.offset("kmem_cache_t", "cache_cpu") + (long) cpus * layouts.size("kmem_cpu_cache_t");
        long va = arenas.named("kmem_cache").allocate(size, CPU_ALIGNMENT, 0, Origin.UNKNOWN);
        Cache cache = new Cache(this, kind, va, arenas.named(kind.arena()), MagazineType.of(kind.chunkSize()), cpus);
        caches.put(kind.name(), cache);
        return cache;
    }

    /** Says who is at work from now on. */
    public void workedBy(Caller other) {
        caller = other;
    }

    /** Who allocates from a cache or an arena now, or frees. */
    public Origin at(String name, boolean allocates) {
        return caller.origin(name, allocates);
    }

    /** The arenas. */
    public Arenas arenas() {
        return arenas;
    }

    /** Every cache in the order of creation. */
    public Collection<Cache> caches() {
        return caches.values();
    }

    /** A cache by name. */
    public Cache cache(String name) {
        Cache cache = caches.get(name);
        if (cache == null) {
            throw new IllegalArgumentException("no cache " + name);
        }
        return cache;
    }

    /** Hands out a zeroed buffer for a structure, from the cache for its kind or from a general one. */
    public long make(String structure) {
        Cache own = byType.get(layouts.aggregate(structure).name());
        return own != null ? allocate(own) : allocate(layouts.size(structure), Long.BYTES);
    }

    /** The cache that a structure comes from: its own, or a general one. */
    public Cache cacheOf(String structure) {
        Cache own = byType.get(layouts.aggregate(structure).name());
        return own != null ? own : general(layouts.size(structure), Long.BYTES);
    }

    /** The general cache with the smallest buffers that are large enough. */
    public Cache general(long size, long alignment) {
        for (Cache cache : caches.values()) {
            if ((cache.kind().creationFlags() & CacheKind.GENERAL) != 0
                    && cache.kind().bufferSize() >= size
                    && cache.kind().alignment() >= alignment) {
                return cache;
            }
        }
        throw new IllegalArgumentException("no cache has buffers of " + size + " bytes");
    }

    /** Hands out a buffer of a cache on the first CPU, all zeroes. */
    public long allocate(Cache cache) {
        return allocate(cache, 0, caller.origin(cache.kind().name(), true));
    }

    /**
     * Hands out a buffer of a cache, all zeroes.
     *
     * @param cpu the CPU whose magazines are asked first
     * @param origin who wants it
     */
    public long allocate(Cache cache, int cpu, Origin origin) {
        long buffer = cache.allocate(cpu, origin);
        space.put(buffer, new byte[cache.kind().bufferSize()]);
        return buffer;
    }

    /** Hands out a buffer of a cache, all zeroes, but none that was promised to somebody. */
    public long allocateUnpromised(Cache cache) {
        long buffer = cache.allocateUnpromised(0, caller.origin(cache.kind().name(), true));
        space.put(buffer, new byte[cache.kind().bufferSize()]);
        Slab slab = slabOf(buffer);
        slab.request(slab.chunkOf(buffer), cache.kind().bufferSize());
        return buffer;
    }

    /** Whether a name is that of an arena. */
    public boolean isArena(String name) {
        return !caches.containsKey(name);
    }

    /** Hands out zeroed memory of any size, as {@code kmem_zalloc} does. */
    public long allocate(long size, long alignment) {
        if (size > LARGEST) {
            return arenas.named("kmem_oversize").allocate(size, alignment, 0, caller.origin("kmem_oversize", true));
        }
        Cache cache = general(size, alignment);
        return allocate(cache, size, 0, caller.origin(cache.kind().name(), true));
    }

    /** Hands out a buffer of a general cache for {@code size} bytes, all zeroes. */
    public long allocate(long size, int cpu, Origin origin) {
        return allocate(general(size, Long.BYTES), size, cpu, origin);
    }

    private long allocate(Cache cache, long size, int cpu, Origin origin) {
        long buffer = allocate(cache, cpu, origin);
        Slab slab = slabOf(buffer);
        slab.request(slab.chunkOf(buffer), (int) size);
        return buffer;
    }

    /** Takes a buffer back on the first CPU. */
    public void free(long buffer) {
        free(buffer, 0, caller.origin(slabOf(buffer).cache().kind().name(), false));
    }

    /**
     * Takes a buffer back.
     *
     * @param cpu the CPU whose magazines get it
     * @param origin who gives it
     * @throws IllegalStateException when it is not allocated
     */
    public void free(long buffer, int cpu, Origin origin) {
        Slab slab = slabOf(buffer);
        slab.cache().free(cpu, slab, slab.chunkOf(buffer), origin);
    }

    /**
     * Allocates the buffer at an address.
     *
     * @param control address that its control block is to have, or 0 for any
     * @throws IllegalArgumentException when the cache can have no buffer there
     */
    public void reserve(Cache cache, long buffer, long control) {
        cache.reserve(buffer, control);
        Slab slab = slabOf(buffer);
        int chunk = slab.chunkOf(buffer);
        slab.record(chunk, caller.origin(cache.kind().name(), true));
        slab.request(chunk, cache.kind().bufferSize());
    }

    /** Reserves the buffer at an address for the cache's next allocation. */
    public void promise(Cache cache, long buffer, long control) {
        reserve(cache, buffer, control);
        cache.promise(buffer);
    }

    /** Somebody writes 4 bytes into a buffer that is free already. */
    public void writeLate(long va, int value) {
        lateWrites.put(va, value);
    }

    /** What was written into buffers that were free: 4 bytes by address. */
    public Map<Long, Integer> lateWrites() {
        return lateWrites;
    }

    /** Whether an address is in a buffer that a client has. */
    public boolean isAllocated(long address) {
        Slab slab = findSlab(address);
        int chunk = slab == null ? -1 : slab.chunkOf(address);
        return slab != null && chunk >= 0 && slab.state(chunk) == Slab.State.ALLOCATED;
    }

    /** The slab that an address is in, or null. */
    public @Nullable Slab findSlab(long address) {
        Map.Entry<Long, Slab> entry = slabs.floorEntry(address);
        return entry != null
                        && address
                                < entry.getKey()
                                        + entry.getValue().cache().kind().slabSize()
                ? entry.getValue()
                : null;
    }

    Slab slabOf(long buffer) {
        Slab slab = findSlab(buffer);
        if (slab == null || slab.chunkOf(buffer) < 0) {
            throw new IllegalArgumentException(Long.toHexString(buffer) + " is in no slab");
        }
        return slab;
    }

    void index(Slab slab) {
        slabs.put(slab.start(), slab);
    }

    /** Forgets a slab, and gives back the structures that told of it. */
    void drop(Slab slab) {
        slabs.remove(slab.start());
        if (slab.cache().kind().isHashed()) {
            for (int chunk = 0; chunk < slab.chunks(); chunk++) {
                free(slab.control(chunk), 0, Origin.UNKNOWN);
            }
            free(slab.va(), 0, Origin.UNKNOWN);
        }
    }

    void drop(Magazine magazine) {
        free(magazine.va(), 0, Origin.UNKNOWN);
    }

    long nextSequence() {
        return ++sequence;
    }

    long hashTable(int entries) {
        return arenas.named("kmem_hash").allocate((long) entries * Long.BYTES, Origin.UNKNOWN);
    }

    void dropHashTable(long table) {
        arenas.named("kmem_hash").free(table);
    }

    Cache controlCache(Cache cache) {
        return cache(cache.kind().isAudited() ? "kmem_bufctl_audit_cache" : "kmem_bufctl_cache");
    }

    long control(Cache cache) {
        return controlCache(cache).allocate(0, Origin.UNKNOWN);
    }

    long controlAt(Cache cache, long va) {
        controlCache(cache).reserve(va, 0);
        return va;
    }

    long slabStructure() {
        return cache("kmem_slab_cache").allocate(0, Origin.UNKNOWN);
    }

    int slabStructureSize() {
        return layouts.size("kmem_slab_t");
    }

    Magazine magazine(MagazineType type) {
        return new Magazine(cache(type.cache()).allocate(0, Origin.UNKNOWN), type.rounds());
    }
}

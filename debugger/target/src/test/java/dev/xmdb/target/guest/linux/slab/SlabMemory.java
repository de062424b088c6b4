package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.TypesOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kernel's memory with one cache of 512-byte objects, eight to a slab of one page, on one node and two CPUs. A variant says which
 * members its structures have; a test puts slabs, lists and sheaves into it.
 */
final class SlabMemory {
    static final long CACHE = 0xffff_8880_0010_0000L;
    static final long STRIDE = 512;
    static final int OBJECTS = 8;
    static final long KEY = 0x1234_5678_9abc_def0L;
    static final int FREE_OFFSET = 256;

    private static final long DIRECT = 0xffff_8880_0000_0000L;
    private static final long VMEMMAP = 0xffff_ea00_0000_0000L;
    private static final long HEAD = 0xffff_ffff_8200_0000L;
    private static final long NODE = CACHE + 0x1000;
    private static final long CPU_POINTER = 0x100;
    private static final long SHEAVES_POINTER = 0x200;
    private static final long CPU_AREA = CACHE + 0x10_000;
    private static final long FRAMES = 4096;

    private final Variant variant;
    private final TypesOf types = new TypesOf();
    private final MemoryOf memory = new MemoryOf(8);
    private final List<Long> slabs = new ArrayList<>();
    private int partial;
    private long sheafPlace = CACHE + 0x20_000;

    /** How a kernel does it. */
    enum Variant {
        /** 4.14 to 5.16 without hardening: page structures. */
        PAGES(FreePointers.PLAIN),
        /** Hardened, before the bytes of the place were swapped. */
        MIXED(FreePointers.MIXED),
        /** Hardened since 5.7. */
        SWAPPED(FreePointers.MIXED_SWAPPED),
        /** 6.18: some caches have sheaves beside a CPU's own slab. */
        SHEAVES(FreePointers.MIXED_SWAPPED),
        /** 7.1: sheaves alone, and one array for what nodes have. */
        SHEAVES_ONLY(FreePointers.MIXED_SWAPPED);

        private final FreePointers pointers;

        Variant(FreePointers pointers) {
            this.pointers = pointers;
        }

        boolean sheaves() {
            return this == SHEAVES || this == SHEAVES_ONLY;
        }
    }

    SlabMemory(Variant variant) {
        this.variant = variant;
        declare();
        memory.text(CACHE + 0x800, "lab_cache");
        // Structures may be read whole.
        memory.put(CACHE, new byte[512]);
        memory.word(CACHE + 96, CACHE + 0x800);
        memory.put(CACHE + 24, 4, STRIDE)
                .put(CACHE + 28, 4, 500)
                .put(CACHE + 40, 4, FREE_OFFSET)
                .put(CACHE + 52, 4, OBJECTS)
                .put(CACHE + 56, 4, OBJECTS)
                .put(CACHE + 64, 4, 2)
                .put(CACHE + 88, 4, 0)
                .word(CACHE + 104, HEAD)
                .word(CACHE + 184, KEY)
                .word(CACHE, variant == Variant.SHEAVES_ONLY ? 0 : CPU_POINTER)
                .word(CACHE + 192, variant.sheaves() ? SHEAVES_POINTER : 0);
        memory.word(HEAD, CACHE + 104).word(HEAD + 8, CACHE + 104);
        memory.put(NODE, new byte[128]);
        memory.word(NODE + 16, NODE + 16).word(NODE + 24, NODE + 16);
        memory.word(CACHE + 216, variant == Variant.SHEAVES_ONLY ? 0 : NODE).word(CACHE + 224, NODE);
        memory.put(CPU_AREA, new byte[0x2000]);
    }

    private void declare() {
        types.struct("kmem_cache_order_objects", 4).number("x", 0, 4);
        types.struct("counter", 8).number("counter", 0, 8);
        types.struct("per_node", 16).number("barn", 0, 8).number("node", 8, 8);
        TypesOf.Structure cache = types.struct("kmem_cache", 512)
                .number("flags", 8, 8)
                .number("size", 24, 4)
                .number("object_size", 28, 4)
                .number("offset", 40, 4)
                .struct("oo", 52, "kmem_cache_order_objects")
                .struct("min", 56, "kmem_cache_order_objects")
                .number("refcount", 64, 4)
                .number("red_left_pad", 88, 4)
                .number("name", 96, 8)
                .number("list", 104, 8);
        if (variant != Variant.PAGES) {
            cache.number("random", 184, 8);
        }
        if (variant.sheaves()) {
            cache.number("cpu_sheaves", 192, 8);
            types.struct("slub_percpu_sheaves", 32)
                    .number("main", 8, 8)
                    .number("spare", 16, 8)
                    .number("rcu_free", 24, 8);
            types.struct("slab_sheaf", 32)
                    .number("barn_list", 0, 8)
                    .number("size", 24, 4)
                    .number("objects", 32, 8);
            types.struct("node_barn", 48).number("sheaves_full", 8, 8).number("sheaves_empty", 24, 8);
        }
        if (variant == Variant.SHEAVES_ONLY) {
            Type parts = types.candidates(Optional.of(Tag.STRUCT), "per_node")
                    .findFirst()
                    .orElseThrow();
            cache.field("per_node", 216, new Type.Array(TypeLink.to(parts), 1, 0));
        } else {
            cache.number("cpu_slab", 0, 8).words("node", 216, 1);
            types.struct("kmem_cache_cpu", 32)
                    .number("freelist", 0, 8)
                    .number(variant == Variant.PAGES ? "page" : "slab", 16, 8)
                    .number("partial", 24, 8);
        }
        types.struct(variant == Variant.PAGES ? "page" : "slab", 64)
                .number("slab_list", 8, 8)
                .number("next", 8, 8)
                .number("slab_cache", 24, 8)
                .number("freelist", 32, 8)
                .number("inuse", 40, 2)
                .number("objects", 42, 2);
        TypesOf.Structure node = types.struct("kmem_cache_node", 128)
                .number("nr_partial", 8, 8)
                .number("partial", 16, 8)
                .struct("nr_slabs", 32, "counter")
                .struct("total_objects", 40, "counter");
        if (variant == Variant.SHEAVES) {
            node.number("barn", 64, 8);
        }
    }

    /** Where the object of a slab begins. */
    static long object(int slab, int index) {
        return DIRECT + (16L + slab) * 4096 + index * STRIDE;
    }

    /** The structure of a slab. */
    static long structure(int slab) {
        return VMEMMAP + (16L + slab) * 64;
    }

    /** Adds a slab with a list of free objects, and gives its number. */
    int slab(int... free) {
        int number = slabs.size();
        long at = structure(number);
        memory.put(at, new byte[64]);
        memory.put(object(number, 0), new byte[4096]);
        memory.word(at + 24, CACHE)
                .word(at + 32, chain(number, free))
                .put(at + 40, 2, OBJECTS - free.length)
                .put(at + 42, 2, OBJECTS);
        slabs.add(at);
        memory.word(NODE + 32, slabs.size()).word(NODE + 40, (long) slabs.size() * OBJECTS);
        return number;
    }

    /** Links free objects and gives the first one. */
    private long chain(int slab, int... free) {
        long next = 0;
        for (int i = free.length - 1; i >= 0; i--) {
            next = link(object(slab, free[i]), next);
        }
        return next;
    }

    /** Lets a free object lead to an address, and gives the object. */
    long link(long object, long next) {
        long at = object + FREE_OFFSET;
        // The three ways, written down once more: plain, mixed with key and place, and with the place's bytes turned
        // round.
        long stored = switch (variant.pointers) {
            case PLAIN -> next;
            case MIXED -> next ^ KEY ^ at;
            case MIXED_SWAPPED -> next ^ KEY ^ Long.reverseBytes(at);
        };
        memory.word(at, stored);
        return object;
    }

    /** Puts a slab into the node's list. */
    SlabMemory onNode(int slab) {
        long link = structure(slab) + 8;
        long first = memory.readLong(NODE + 16);
        memory.word(NODE + 16, link).word(link, first);
        memory.word(NODE + 8, ++partial);
        return this;
    }

    /** Makes a slab the one that a CPU allocates from, with free objects of the CPU's own. */
    SlabMemory onCpu(int cpu, int slab, int... own) {
        long at = CPU_AREA + cpu * 0x1000L + CPU_POINTER;
        memory.word(at + 16, structure(slab)).word(at, chain(slab, own));
        return this;
    }

    /** Puts slabs into a CPU's list. */
    SlabMemory nextOnCpu(int cpu, int... list) {
        long next = 0;
        for (int i = list.length - 1; i >= 0; i--) {
            memory.word(structure(list[i]) + 8, next);
            next = structure(list[i]);
        }
        memory.word(CPU_AREA + cpu * 0x1000L + CPU_POINTER + 24, next);
        return this;
    }

    /** Makes a sheaf of objects. */
    long sheaf(long... objects) {
        long at = sheafPlace;
        sheafPlace += 0x400;
        memory.put(at, new byte[32]).put(at + 24, 4, objects.length);
        for (int i = 0; i < objects.length; i++) {
            memory.word(at + 32 + 8L * i, objects[i]);
        }
        return at;
    }

    /** Gives a CPU its sheaves. */
    SlabMemory sheavesOf(int cpu, long main, long spare, long forLater) {
        long at = CPU_AREA + cpu * 0x1000L + SHEAVES_POINTER;
        memory.word(at + 8, main).word(at + 16, spare).word(at + 24, forLater);
        return this;
    }

    /** Gives the node a barn with a full sheaf. */
    SlabMemory barn(long sheaf) {
        long at = sheafPlace;
        sheafPlace += 0x400;
        memory.put(at, new byte[48]).word(at + 8, sheaf).word(sheaf, at + 8);
        memory.word(variant == Variant.SHEAVES_ONLY ? CACHE + 216 : NODE + 64, at);
        return this;
    }

    MemoryOf memory() {
        return memory;
    }

    /** The allocator as it is read. */
    Slabs read() {
        var faults = new ArrayList<String>();
        SlabLayouts layouts = SlabLayouts.of(types);
        var ground = new SlabGround(
                memory,
                layouts,
                new SlabPages(VMEMMAP, 64, DIRECT, FRAMES),
                FreePointers.PLAIN,
                List.of(0, 1),
                cpu -> CPU_AREA + cpu * 0x1000L,
                1);
        List<SlabCache> caches = CacheReader.read(memory, layouts.cache(), HEAD, faults::add);
        return new Slabs(
                ground,
                (sink, effort) -> {
                    for (int number = 0; number < slabs.size(); number++) {
                        sink.accept(16 + number);
                    }
                    return List.of();
                },
                new Slabs.CacheList(caches, Map.of(), faults));
    }
}

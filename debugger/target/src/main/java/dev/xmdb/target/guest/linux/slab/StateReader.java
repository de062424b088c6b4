package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.StructView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/** Reads what CPUs and nodes have of a cache. */
final class StateReader {
    private static final int MOST_SLABS = 1 << 24;
    private static final int MOST_SHEAVES = 1 << 16;
    private static final int MOST_NODES = 1024;
    /** Larger arrays of free objects are nonsense. */
    private static final int MOST_IN_SHEAF = 1 << 14;

    private final SlabGround ground;
    private final AddressSpace memory;
    private final SlabLayouts layouts;
    private final SlabCache cache;
    private final Map<Long, SlabPlace> places = new HashMap<>();
    private final LongHashSet forCpus = new LongHashSet();
    private final LongHashSet inSheaves = new LongHashSet();
    private final List<String> faults = new ArrayList<>();

    private StateReader(SlabGround ground, SlabCache cache) {
        this.ground = ground;
        this.memory = ground.memory();
        this.layouts = ground.layouts();
        this.cache = cache;
    }

    /** What CPUs and nodes have of a cache; what cannot be read is left out and named. */
    static CacheState read(SlabGround ground, SlabCache cache) {
        var reader = new StateReader(ground, cache);
        List<CacheState.Cpu> cpus = reader.cpus();
        List<CacheState.Node> nodes = reader.nodes();
        return new CacheState(cpus, nodes, reader.places, reader.forCpus, reader.inSheaves, reader.faults);
    }

    private List<CacheState.Cpu> cpus() {
        var cpus = new ArrayList<CacheState.Cpu>();
        for (int id : ground.cpus()) {
            try {
                CacheState.Cpu cpu = cpu(id);
                if (cpu.slab() != 0 || cpu.partial() != 0 || cpu.sheaved() != 0) {
                    cpus.add(cpu);
                }
            } catch (MemoryFaultException lost) {
                fault("CPU " + id + ": " + lost.getMessage());
            }
        }
        return cpus;
    }

    private CacheState.Cpu cpu(int id) {
        long slab = 0;
        int free = 0;
        int partial = 0;
        if (layouts.cpu().isPresent() && cache.cpuSlabs() != 0) {
            StructView own = layouts.cpu().get().at(memory, ground.perCpu(cache.cpuSlabs(), id));
            slab = own.number(SlabLayouts.current(own.layout()));
            if (slab != 0) {
                places.put(slab, new SlabPlace(SlabPlace.Kind.ACTIVE, id));
                free = ownObjects(id, slab, own.number("freelist"));
            }
            // Without CONFIG_SLUB_CPU_PARTIAL a CPU has one slab only.
            if (own.layout().has("partial")) {
                partial = partial(id, own.number("partial"));
            }
        }
        return new CacheState.Cpu(id, slab, free, partial, sheavesOf(id));
    }

    /** The free objects that a CPU hands out without asking its slab. */
    private int ownObjects(int id, long slab, long first) {
        var free = new BitSet();
        Geometry geometry = ground.geometry(cache, slab);
        FreeList list = FreeList.follow(memory, ground.pointers(), cache, geometry, first, free);
        list.fault().ifPresent(how -> fault("slab " + Long.toHexString(slab) + " of CPU " + id + ": " + how));
        free.stream().forEach(index -> forCpus.add(geometry.object(index)));
        return list.length();
    }

    private int partial(int id, long first) {
        long next = layouts.slab().member("next").offset();
        var place = new SlabPlace(SlabPlace.Kind.CPU_PARTIAL, id);
        Chain.End end = new Chain("slabs of CPU " + id, at -> memory.readLong(at + next), MOST_SLABS)
                .follow(first, at -> keep(at, place));
        return count(end);
    }

    private boolean keep(long slab, SlabPlace place) {
        if (ground.pages().pfn(slab).isEmpty()) {
            fault(Long.toHexString(slab) + " in a list of slabs is not the address of a page structure");
            return false;
        }
        places.putIfAbsent(slab, place);
        return true;
    }

    private int count(Chain.End end) {
        if (end.fault() != null) {
            fault(end.fault());
        }
        return (int) end.delivered();
    }

    private int sheavesOf(int id) {
        if (layouts.sheaves().isEmpty() || cache.cpuSheaves() == 0) {
            return 0;
        }
        StructView own = layouts.sheaves().get().at(memory, ground.perCpu(cache.cpuSheaves(), id));
        int objects = 0;
        for (String which : List.of("main", "spare", "rcu_free")) {
            if (own.layout().has(which)) {
                objects += sheaf(own.number(which));
            }
        }
        return objects;
    }

    private int sheaf(long address) {
        if (address == 0 || layouts.sheaf().isEmpty()) {
            return 0;
        }
        StructView sheaf = layouts.sheaf().get().at(memory, address);
        long size = sheaf.number("size");
        if (size > MOST_IN_SHEAF) {
            fault("sheaf " + Long.toHexString(address) + " says that it has " + size + " objects");
            return 0;
        }
        long objects = sheaf.addressOf("objects");
        for (int i = 0; i < size; i++) {
            inSheaves.add(memory.readLong(objects + (long) Long.BYTES * i));
        }
        return (int) size;
    }

    private List<CacheState.Node> nodes() {
        var nodes = new ArrayList<CacheState.Node>();
        // Since 7.1 a node's part and its barn are in one array.
        String array = layouts.cache().has("per_node[0].node") ? "per_node" : "node";
        String part = array.equals("node") ? "" : ".node";
        for (int id = 0; id < Math.min(MOST_NODES, ground.nodes()); id++) {
            try {
                StructView view = layouts.cache().at(memory, cache.address());
                OptionalLong node = pointer(view, array + "[" + id + "]" + part);
                OptionalLong barn = pointer(view, array + "[" + id + "].barn");
                if (node.orElse(0) != 0 || barn.orElse(0) != 0) {
                    nodes.add(node(id, node.orElse(0), barn.orElse(0)));
                }
            } catch (MemoryFaultException lost) {
                fault("node " + id + ": " + lost.getMessage());
            }
        }
        return nodes;
    }

    private static OptionalLong pointer(StructView view, String path) {
        java.util.Optional<Member> member = view.layout().find(path);
        return member.isPresent() ? OptionalLong.of(view.number(path)) : OptionalLong.empty();
    }

    private CacheState.Node node(int id, long address, long barn) {
        if (address == 0) {
            return new CacheState.Node(id, 0, 0, 0, barn(barn));
        }
        StructView node = layouts.node().at(memory, address);
        int partial = list(node, "partial", new SlabPlace(SlabPlace.Kind.NODE_PARTIAL, id));
        if (node.layout().has("full")) {
            list(node, "full", new SlabPlace(SlabPlace.Kind.NODE_FULL, id));
        }
        return new CacheState.Node(
                id,
                partial,
                counter(node, "nr_slabs.counter"),
                counter(node, "total_objects.counter"),
                // In 6.18 to 7.0 the node's part leads to the barn.
                barn(node.layout().has("barn") ? node.number("barn") : barn));
    }

    private static long counter(StructView node, String path) {
        return node.layout().has(path) ? node.number(path) : 0;
    }

    private int list(StructView node, String member, SlabPlace place) {
        long link = layouts.slab().member(layouts.link()).offset();
        Chain.End end = new Chain("slabs of node " + place.number(), memory::readLong, MOST_SLABS)
                .followHeaded(node.addressOf(member), at -> keep(at - link, place));
        return count(end);
    }

    private int barn(long address) {
        if (address == 0 || layouts.barn().isEmpty() || layouts.sheaf().isEmpty()) {
            return 0;
        }
        long link = layouts.sheaf().get().member("barn_list").offset();
        int[] objects = {0};
        Chain.End end = new Chain("sheaves of barn " + Long.toHexString(address), memory::readLong, MOST_SHEAVES)
                .followHeaded(layouts.barn().get().at(memory, address).addressOf("sheaves_full"), at -> {
                    objects[0] += sheaf(at - link);
                    return true;
                });
        count(end);
        return objects[0];
    }

    private void fault(String what) {
        faults.add("cache " + cache.name() + ": " + what);
    }
}

package dev.xmdb.target.guest.solaris.vmem;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.vmem.VmemSegment.Kind;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.jspecify.annotations.Nullable;

/** The arenas of a kernel. What is read of them is kept for later commands. */
public final class Vmem {
    private static final int MOST_ARENAS = 4096;
    private static final int MOST_SEGMENTS = 1 << 21;
    private static final long MOST_BUCKETS = 1 << 22;
    private static final int MOST_FRAMES = 64;

    private final SolarisGuest guest;
    private final AddressSpace memory;
    private final StructLayout arenaLayout;
    private final StructLayout segmentLayout;
    private final Map<Long, VmemArena> arenas = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private @Nullable List<Indexed> index;
    private List<String> indexFaults = List.of();

    /**
     * An arena with its segments by address.
     *
     * @param arena the arena
     * @param allocated its allocated ones
     * @param free its free ones
     */
    private record Indexed(VmemArena arena, SegmentIndex allocated, SegmentIndex free) {}

    /**
     * A segment that an address is in.
     *
     * @param arena its arena
     * @param segment address of its {@code vmem_seg_t}
     * @param start its first byte
     * @param allocated whether it is allocated; free otherwise
     */
    public record Hit(VmemArena arena, long segment, long start, boolean allocated) {}

    private Vmem(SolarisGuest guest) {
        this.guest = guest;
        this.memory = guest.memory();
        this.arenaLayout = guest.types().layout("struct vmem");
        this.segmentLayout = guest.types().find("struct vmem_seg").isPresent()
                ? guest.types().layout("struct vmem_seg")
                : guest.types().layout("vmem_seg_t");
        long head = guest.symbols()
                .valueOf("vmem_list")
                .orElseThrow(() -> new TypeDataException("failed to read vmem_list: unknown symbol name"));
        long next = arenaLayout.member("vm_next").offset();
        Chain.End end = new Chain("vmem arenas", arena -> memory.readWord(arena + next), MOST_ARENAS)
                .follow(memory.readWord(head), this::add);
        if (end.fault() != null) {
            faults.add(end.fault());
        }
    }

    /**
     * The arenas of a kernel.
     *
     * @throws TypeDataException when its types or symbols do not tell where they are
     */
    public static Vmem of(SolarisGuest guest) {
        return guest.kept(Vmem.class, () -> new Vmem(guest));
    }

    private boolean add(long address) {
        try {
            arenas.put(address, read(address));
        } catch (MemoryFaultException gone) {
            faults.add("vmem arena " + Long.toHexString(address) + ": " + gone.getMessage());
        }
        return true;
    }

    private VmemArena read(long address) {
        StructView view = arenaLayout.at(memory, address);
        return new VmemArena(
                address,
                view.text("vm_name"),
                (int) view.number("vm_cflags"),
                view.number("vm_source"),
                view.number("vm_kstat.vk_mem_inuse.value.ui64"),
                view.number("vm_kstat.vk_mem_import.value.ui64"),
                view.number("vm_kstat.vk_mem_total.value.ui64"),
                view.number("vm_kstat.vk_alloc.value.ui64"),
                view.number("vm_kstat.vk_fail.value.ui64"));
    }

    /** The arenas in the order of the kernel's list. */
    public List<VmemArena> arenas() {
        return List.copyOf(arenas.values());
    }

    /** What of the list of arenas could not be read, one sentence each. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** The arena whose structure is at an address, whether the list has it or not. */
    public VmemArena at(long address) {
        VmemArena known = arenas.get(address);
        return known != null ? known : read(address);
    }

    /** The arenas with how many other arenas stand above each, those that import from one behind it. */
    public Map<VmemArena, Integer> tree() {
        return tree(false);
    }

    private Map<VmemArena, Integer> tree(boolean sourcesLast) {
        Map<Long, List<VmemArena>> importers = new HashMap<>();
        arenas.values()
                .forEach(arena -> importers
                        .computeIfAbsent(
                                arenas.containsKey(arena.source()) ? arena.source() : 0L, _ -> new ArrayList<>())
                        .add(arena));
        Map<VmemArena, Integer> tree = new LinkedHashMap<>();
        grow(importers, 0, 0, sourcesLast, tree);
        // Arenas that import from each other in a circle hang on no root.
        arenas.values().forEach(arena -> tree.putIfAbsent(arena, 0));
        return tree;
    }

    private static void grow(
            Map<Long, List<VmemArena>> importers,
            long source,
            int depth,
            boolean sourcesLast,
            Map<VmemArena, Integer> tree) {
        for (VmemArena arena : importers.getOrDefault(source, List.of())) {
            if (!sourcesLast) {
                tree.put(arena, depth);
            }
            if (depth < MAX_DEPTH) {
                grow(importers, arena.address(), depth + 1, sourcesLast, tree);
            }
            if (sourcesLast) {
                tree.put(arena, depth);
            }
        }
    }

    /** Arenas that import from one another in a row; a kernel has five. */
    private static final int MAX_DEPTH = 200;

    /**
     * Delivers the addresses of the segments of an arena, in their order.
     *
     * @param kind which ones; null for all
     * @return why not all of them were delivered, when they were not
     */
    public Optional<String> segments(VmemArena arena, @Nullable Kind kind, LongPredicate sink) {
        long head = arena.address() + arenaLayout.member("vm_seg0").offset();
        long next = segmentLayout.member("vs_anext").offset();
        long type = segmentLayout.member("vs_type").offset();
        Chain.End end = new Chain(
                        "segments of " + arena.name(), segment -> memory.readWord(segment + next), MOST_SEGMENTS)
                .followHeaded(
                        head,
                        segment ->
                                (kind != null && memory.readByte(segment + type) != kind.code()) || sink.test(segment));
        return Optional.ofNullable(end.fault());
    }

    /**
     * Delivers the addresses of the segments in the hash table of an arena: the allocated ones.
     *
     * @return why not all of them were delivered, when they were not
     */
    public Optional<String> hashed(VmemArena arena, LongPredicate sink) {
        StructView view = arenaLayout.at(memory, arena.address());
        long buckets = view.number("vm_hash_mask") + 1;
        long table = view.number("vm_hash_table");
        if (buckets <= 0 || buckets > MOST_BUCKETS || Long.bitCount(buckets) != 1) {
            return Optional.of("the hash table of " + arena.name() + " has the mask " + Long.toHexString(buckets - 1));
        }
        long next = segmentLayout.member("vs_knext").offset();
        var chain = new Chain(
                "hashed segments of " + arena.name(), segment -> memory.readWord(segment + next), MOST_SEGMENTS);
        boolean[] wanted = {true};
        long delivered = 0;
        for (long i = 0; i < buckets && wanted[0]; i++) {
            Chain.End end = chain.follow(
                    memory.readWord(table + i * memory.wordSize()), segment -> wanted[0] = sink.test(segment));
            if (end.fault() != null) {
                return Optional.of(end.fault());
            }
            delivered += end.delivered();
            if (delivered > MOST_SEGMENTS) {
                return Optional.of("hashed segments of " + arena.name() + " go on after " + MOST_SEGMENTS);
            }
        }
        return Optional.empty();
    }

    /** The segment whose structure is at an address. */
    public VmemSegment segment(long address) {
        StructView view = segmentLayout.at(memory, address);
        var stack = new ArrayList<Long>();
        long depth = Math.clamp(view.number("vs_depth"), 0, MOST_FRAMES);
        long first = view.addressOf("vs_stack");
        long room = segmentLayout.size() - segmentLayout.member("vs_stack").offset();
        for (int i = 0; i < depth && (i + 1L) * memory.wordSize() <= room; i++) {
            stack.add(memory.readWord(first + (long) i * memory.wordSize()));
        }
        return new VmemSegment(
                address,
                (int) view.number("vs_type"),
                view.number("vs_start"),
                view.number("vs_end"),
                view.number("vs_thread"),
                view.number("vs_timestamp"),
                stack);
    }

    /** Reads all segments, once. */
    public synchronized void index(Effort effort) {
        if (index != null) {
            return;
        }
        var all = new ArrayList<Indexed>();
        var found = new ArrayList<String>(faults);
        long type = segmentLayout.member("vs_type").offset();
        long start = segmentLayout.member("vs_start").offset();
        long end = segmentLayout.member("vs_end").offset();
        long[] room = {MOST_SEGMENTS};
        for (VmemArena arena : tree(true).keySet()) {
            if (room[0] <= 0) {
                found.add("arenas have more than " + MOST_SEGMENTS + " segments: the rest is left out");
                break;
            }
            var allocated = new LongArrayList();
            var free = new LongArrayList();
            long[] seen = {0};
            try {
                segments(arena, null, segment -> {
                            effort.advance("reading vmem segments", ++seen[0], 0);
                            int code = memory.readByte(segment + type);
                            LongArrayList into =
                                    code == Kind.ALLOCATED.code() ? allocated : code == Kind.FREE.code() ? free : null;
                            if (into != null) {
                                room[0]--;
                                into.addAll(segment, memory.readWord(segment + start), memory.readWord(segment + end));
                            }
                            return room[0] > 0;
                        })
                        .ifPresent(found::add);
            } catch (MemoryFaultException gone) {
                found.add("segments of " + arena.name() + ": " + gone.getMessage());
            }
            all.add(new Indexed(arena, new SegmentIndex(allocated), new SegmentIndex(free)));
        }
        index = List.copyOf(all);
        indexFaults = List.copyOf(found);
    }

    /** What of the arenas could not be read for the index, one sentence each. */
    public synchronized List<String> indexFaults() {
        return indexFaults;
    }

    /**
     * Delivers every segment that an address is in, until no more are wanted: those of arenas that import before those of their sources,
     * and of each arena the allocated one. {@link #index} has to come first.
     *
     * @param identifiers whether to look into the arenas of numbers, and into no others
     * @param sink returns false when it wants no more
     * @return whether more are wanted
     */
    public boolean at(long address, boolean identifiers, Predicate<Hit> sink) {
        List<Indexed> all = index;
        if (all == null) {
            throw new IllegalStateException("the index has not been made");
        }
        for (Indexed each : all) {
            if (each.arena().identifiers() != identifiers) {
                continue;
            }
            long allocated = each.allocated().at(address);
            long free = allocated == 0 ? each.free().at(address) : 0;
            long segment = allocated + free;
            if (segment != 0
                    && !sink.test(new Hit(
                            each.arena(),
                            segment,
                            memory.readWord(
                                    segment + segmentLayout.member("vs_start").offset()),
                            allocated != 0))) {
                return false;
            }
        }
        return true;
    }

    /** The arenas in the order in which {@link #at} looks into them. */
    public List<VmemArena> searchOrder() {
        return List.copyOf(tree(true).keySet());
    }

    /** The kernel whose arenas these are. */
    public SolarisGuest guest() {
        return guest;
    }
}

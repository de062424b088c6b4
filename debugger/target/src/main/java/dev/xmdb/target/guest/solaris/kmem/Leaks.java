package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.SolarisModule.Extent;
import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.guest.solaris.vmem.VmemArena;
import dev.xmdb.target.guest.solaris.vmem.VmemSegment;
import dev.xmdb.target.guest.solaris.vmem.VmemSegment.Kind;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/**
 * Allocated buffers that nothing points to, those of one origin together.
 *
 * @param groups the leaks, the one with the most buffers first
 * @param roots how many bytes of memory were looked at first
 * @param bytes how many bytes of memory were looked at in all
 * @param faults what could not be read, so that leaks may be missing or wrong: one sentence each
 */
public record Leaks(List<Group> groups, long roots, long bytes, List<String> faults) {

    /**
     * Leaked buffers of one cache that were allocated through the same functions.
     *
     * @param cache the cache
     * @param record who allocated the first of them; empty when the cache does not record that
     * @param buffers the buffers
     */
    public record Group(KmemCache cache, Optional<Bufctl> record, List<KmemBuffer> buffers) {
        /** Copies the list. */
        public Group {
            buffers = List.copyOf(buffers);
        }

        /** How many bytes the buffers have. */
        public long bytes() {
            return buffers.size() * cache.bufferSize();
        }
    }

    /** The allocators' own arenas: what lies in them names buffers without using them. */
    private static final List<String> OWN_PREFIXES = List.of("vmem_", "kmem_");
    /** The one arena of that name that holds what others asked for. */
    private static final String OVERSIZE = "kmem_oversize";
    /** The allocators' own variables. */
    private static final Set<String> OWN_VARIABLES =
            Set.of("vmem0", "vmem_seg0", "vmem_segfree", "kmem_null_cache", "kmem_caches");

    private static final long LEAST_BYTES = 1L << 30;
    private static final long SHARING = 8;
    private static final int MOST_ROOTS = 1 << 22;

    /** Copies the lists. */
    public Leaks {
        groups = List.copyOf(groups);
        faults = List.copyOf(faults);
    }

    /**
     * The leaks of a kernel: searched for once.
     *
     * @param registers values of the CPUs' registers
     */
    public static Leaks of(SolarisGuest guest, long[] registers, Effort effort) {
        return guest.kept(Leaks.class, () -> search(guest, registers, effort));
    }

    private static Leaks search(SolarisGuest guest, long[] registers, Effort effort) {
        Kmem kmem = Kmem.of(guest);
        BufferIndex index = kmem.index(effort);
        var faults = new ArrayList<>(index.faults());
        LongArrayList roots = moduleRoots(guest);
        arenaRoots(guest, roots, faults, effort);
        var search = new LeakSearch(guest.memory(), index, mostBytes(guest), effort);
        List<KmemBuffer> leaked = search.run(
                registers,
                roots,
                index.caches(BufferIndex.Tier.ORDINARY).stream()
                        .map(cache -> kmem.contents(cache, effort))
                        .toList());
        if (search.cut()) {
            faults.add("arenas and buffers in use are larger than memory: only " + search.bytes()
                    + " bytes were searched for pointers");
        }
        long rootBytes = 0;
        for (int i = 1; i < roots.size(); i += 2) {
            rootBytes += roots.get(i);
        }
        return new Leaks(group(kmem, leaked, faults), rootBytes, search.bytes(), faults);
    }

    /** Memory that is shared is looked at once for each of its users: some of it is, in a sound kernel. */
    private static long mostBytes(SolarisGuest guest) {
        return Math.max(LEAST_BYTES, guest.image().bytes().byteSize() * SHARING);
    }

    /** Data of modules without the variables in which the allocators keep their own accounts. */
    private static LongArrayList moduleRoots(SolarisGuest guest) {
        List<Symbol> own = guest.symbols().merged().all().stream()
                .filter(symbol -> OWN_VARIABLES.contains(symbol.name()) && symbol.size() > 0)
                .sorted((one, other) -> Long.compareUnsigned(one.value(), other.value()))
                .toList();
        var roots = new LongArrayList();
        guest.modules().forEach(module -> {
            except(module.data(), own, roots);
            except(module.bss(), own, roots);
        });
        return roots;
    }

    private static void except(Extent extent, List<Symbol> own, LongArrayList roots) {
        long from = extent.address();
        long end = extent.address() + extent.size();
        for (Symbol symbol : own) {
            if (Long.compareUnsigned(symbol.value(), from) >= 0 && Long.compareUnsigned(symbol.value(), end) < 0) {
                roots.addAll(from, symbol.value() - from);
                from = symbol.value() + symbol.size();
            }
        }
        if (Long.compareUnsigned(from, end) < 0) {
            roots.addAll(from, end - from);
        }
    }

    /** Memory that was handed out by arenas, and not cut into buffers or handed on to other arenas: stacks, for example. */
    private static void arenaRoots(SolarisGuest guest, LongArrayList roots, List<String> faults, Effort effort) {
        Vmem vmem = Vmem.of(guest);
        Set<Long> slabArenas =
                Kmem.of(guest).caches().stream().map(KmemCache::arena).collect(Collectors.toSet());
        for (VmemArena arena : vmem.arenas()) {
            boolean own =
                    !arena.name().equals(OVERSIZE) && OWN_PREFIXES.stream().anyMatch(arena.name()::startsWith);
            if (own || arena.identifiers() || slabArenas.contains(arena.address())) {
                continue;
            }
            try {
                Set<Long> handedOn = handedOn(vmem, arena);
                vmem.segments(arena, Kind.ALLOCATED, at -> {
                            VmemSegment segment = vmem.segment(at);
                            effort.advance("reading vmem segments", roots.size(), 0);
                            if (!handedOn.contains(segment.start())) {
                                roots.addAll(segment.start(), segment.size());
                            }
                            return roots.size() < MOST_ROOTS;
                        })
                        .ifPresent(faults::add);
            } catch (MemoryFaultException gone) {
                faults.add("segments of " + arena.name() + ": " + gone.getMessage());
            }
        }
    }

    /** Where the spans begin that other arenas have from one. */
    private static Set<Long> handedOn(Vmem vmem, VmemArena arena) {
        Set<Long> starts = new HashSet<>();
        for (VmemArena importer : vmem.arenas()) {
            if (importer.source() == arena.address()) {
                // A list that breaks off is told of when the importer's own turn comes.
                boolean whole = vmem.segments(importer, Kind.SPAN, at -> {
                            starts.add(vmem.segment(at).start());
                            return true;
                        })
                        .isEmpty();
                if (!whole) {
                    return starts;
                }
            }
        }
        return starts;
    }

    private record Origin(long cache, List<Long> stack) {}

    private static List<Group> group(Kmem kmem, List<KmemBuffer> leaked, List<String> faults) {
        Map<Origin, List<KmemBuffer>> byOrigin = new LinkedHashMap<>();
        Map<Origin, Bufctl> records = new LinkedHashMap<>();
        for (KmemBuffer buffer : leaked) {
            Optional<Bufctl> record = record(kmem, buffer, faults);
            var origin = new Origin(
                    buffer.cache().address(), record.map(Bufctl::stack).orElse(List.of()));
            byOrigin.computeIfAbsent(origin, _ -> new ArrayList<>()).add(buffer);
            record.ifPresent(found -> records.putIfAbsent(origin, found));
        }
        var groups = new ArrayList<Group>();
        byOrigin.forEach((origin, buffers) ->
                groups.add(new Group(buffers.getFirst().cache(), Optional.ofNullable(records.get(origin)), buffers)));
        groups.sort(Comparator.comparingInt((Group group) -> -group.buffers().size())
                .thenComparing(group -> group.cache().name()));
        return groups;
    }

    private static Optional<Bufctl> record(Kmem kmem, KmemBuffer buffer, List<String> faults) {
        if (!buffer.cache().audited() || buffer.bufctl() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(kmem.bufctl(buffer.bufctl()));
        } catch (MemoryFaultException gone) {
            faults.add("bufctl " + Long.toHexString(buffer.bufctl()) + ": " + gone.getMessage());
            return Optional.empty();
        }
    }
}

package dev.xmdb.sim.solaris.kmem.image;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.vmem.Origin;
import dev.xmdb.sim.solaris.vmem.Segment;
import dev.xmdb.sim.solaris.vmem.Vmem;
import java.util.ArrayList;
import java.util.List;

/** Writes the arenas: their list, their segments in address order and on lists of free ones, and their statistics. */
public final class VmemImage {
    /** VMC_IDENTIFIER: an arena hands out numbers, one by one, and no addresses. */
    private static final int IDENTIFIER = 0x40000;

    private static final int LISTS = Long.SIZE;
    private static final int WIDE = 4;
    private static final List<String> STATISTICS = List.of(
            "mem_inuse",
            "mem_import",
            "mem_total",
            "source_id",
            "alloc",
            "free",
            "wait",
            "fail",
            "lookup",
            "search",
            "populate_wait",
            "populate_fail",
            "contains",
            "contains_search");

    private final Kernel kernel;

    /** For the arenas of {@code kernel}. */
    public VmemImage(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Writes everything. */
    public void write() {
        List<Vmem> arenas = List.copyOf(kernel.kmem().arenas().all());
        kernel.set("vmem_list", address(arenas.getFirst()));
        for (int index = 0; index < arenas.size(); index++) {
            long next = index + 1 < arenas.size() ? address(arenas.get(index + 1)) : 0;
            write(arenas.get(index), index + 1).set("vm_next", next);
        }
        kernel.set("heap_arena", address(kernel.kmem().arenas().named("heap")));
        kernel.set("ctf_arena", address(kernel.kmem().arenas().named("ctf")));
        kernel.set("vmem_seg_size", kernel.layouts().size("vmem_seg_t"));
    }

    private long address(Vmem arena) {
        return kernel.kmem().arenas().address(arena);
    }

    private GuestStruct write(Vmem arena, int id) {
        Vmem source = arena.source();
        int shift = Long.numberOfTrailingZeros(arena.quantum());
        GuestStruct target = kernel.at("vmem_t", address(arena))
                .setText("vm_name", arena.name())
                .set("vm_id", id)
                .set("vm_quantum", arena.quantum())
                .set("vm_cflags", arena.quantum() == 1 ? IDENTIFIER : 0)
                .set("vm_qshift", shift)
                .set("vm_min_import", arena.minimalImport())
                .set("vm_source", source == null ? 0 : address(source));
        segments(arena, target);
        freeLists(arena, target);
        hash(arena, target, shift);
        statistics(arena, target, source == null ? 0 : ids(source));
        return target;
    }

    private int ids(Vmem arena) {
        return List.copyOf(kernel.kmem().arenas().all()).indexOf(arena) + 1;
    }

    /** The ring of all segments, through the one inside of the structure and the rotor behind it. */
    private void segments(Vmem arena, GuestStruct target) {
        long head = target.address("vm_seg0");
        long rotor = target.address("vm_rotor");
        kernel.at("vmem_seg_t", head).set("vs_type", Segment.Type.SPAN.value());
        kernel.at("vmem_seg_t", rotor).set("vs_type", 0x20);
        List<Long> all = new ArrayList<>(List.of(head, rotor));
        List<Long> spans = new ArrayList<>(List.of(head));
        for (Segment segment : arena.segments()) {
            write(segment);
            all.add(segment.va());
            if (segment.type() == Segment.Type.SPAN) {
                spans.add(segment.va());
            }
        }
        ring(all, "vs_anext", "vs_aprev");
        ring(spans, "vs_knext", "vs_kprev");
    }

    private void ring(List<Long> segments, String forward, String backward) {
        for (int index = 0; index < segments.size(); index++) {
            long next = segments.get((index + 1) % segments.size());
            kernel.at("vmem_seg_t", segments.get(index)).set(forward, next);
            kernel.at("vmem_seg_t", next).set(backward, segments.get(index));
        }
    }

    private void write(Segment segment) {
        Origin origin = segment.origin();
        GuestStruct target = kernel.at("vmem_seg_t", segment.va())
                .set("vs_start", segment.start())
                .set("vs_end", segment.end())
                .set("vs_type", segment.type().value())
                .set("vs_import", segment.imported() ? 1 : 0)
                .set("vs_depth", origin.stack().size())
                .set("vs_thread", origin.thread())
                .set("vs_timestamp", origin.timestamp());
        for (int frame = 0; frame < origin.stack().size(); frame++) {
            target.set("vs_stack", frame, origin.stack().get(frame));
        }
    }

    /** One chain through the heads of all lists, with the free segments behind the head of their list. */
    private void freeLists(Vmem arena, GuestStruct target) {
        int size = kernel.layouts().size("vmem_freelist_t");
        long heads = target.address("vm_freelist");
        long free = 0;
        List<Long> chain = new ArrayList<>();
        for (int list = 0; list < LISTS; list++) {
            long head = heads + (long) list * size;
            kernel.at("vmem_freelist_t", head).set("vs_end", 1L << list);
            chain.add(head);
            for (Segment segment : arena.free(list)) {
                chain.add(segment.va());
                free |= 1L << list;
            }
        }
        chain.add(heads + (long) LISTS * size);
        // The heads have their links where segments have theirs.
        for (int index = 0; index < chain.size(); index++) {
            kernel.at("vmem_freelist_t", chain.get(index))
                    .set("vs_knext", index + 1 < chain.size() ? chain.get(index + 1) : 0)
                    .set("vs_kprev", index > 0 ? chain.get(index - 1) : 0);
        }
        target.set("vm_freemap", free);
    }

    private void hash(Vmem arena, GuestStruct target, int quantumShift) {
        long table = arena.hashTable() == 0 ? target.address("vm_hash0") : arena.hashTable();
        int shift = Integer.SIZE - Integer.numberOfLeadingZeros(arena.hashSize()) - 1;
        target.set("vm_hash_table", table)
                .set("vm_hash_mask", arena.hashSize() - 1L)
                .set("vm_hash_shift", shift);
        for (Segment segment : arena.segments()) {
            if (segment.type() == Segment.Type.ALLOC) {
                long start = segment.start();
                long mixed = (start + (start >>> shift) + (start >>> (shift << 1))) >>> quantumShift;
                long bucket = table + (mixed & (arena.hashSize() - 1L)) * Long.BYTES;
                kernel.at("vmem_seg_t", segment.va())
                        .set("vs_knext", kernel.space().getLong(bucket))
                        .set("vs_kprev", 0);
                kernel.space().putLong(bucket, segment.va());
            }
        }
    }

    private static void statistics(Vmem arena, GuestStruct target, int source) {
        long[] values = {
            arena.inUse(),
            arena.imported(),
            arena.total(),
            source,
            arena.allocations(),
            arena.frees(),
            0,
            arena.failures(),
            0,
            arena.allocations(),
            0,
            0,
            0,
            0
        };
        for (int index = 0; index < STATISTICS.size(); index++) {
            String member = "vm_kstat.vk_" + STATISTICS.get(index) + '.';
            target.setText(member + "name", STATISTICS.get(index))
                    .set(member + "data_type", WIDE)
                    .set(member + "value.ui64", values[index]);
        }
    }
}

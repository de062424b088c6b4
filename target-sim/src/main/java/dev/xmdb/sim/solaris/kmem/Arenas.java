package dev.xmdb.sim.solaris.kmem;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.solaris.vmem.Backing;
import dev.xmdb.sim.solaris.vmem.Origin;
import dev.xmdb.sim.solaris.vmem.SegmentStore;
import dev.xmdb.sim.solaris.vmem.Vmem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tree of arenas that the kernel makes when it starts. */
public final class Arenas {
    private static final int PAGE = Frames.PAGE_SIZE;
    private static final long HEAP = 0xffffff01c8000000L;
    private static final long HEAP_SIZE = 0x80000000L;
    private static final long HIGH_HEAP = 0xfffffffec0000000L;
    private static final long HIGH_HEAP_SIZE = 0x100000000L;
    private static final long STACKS = 0xffffff0001000000L;
    private static final long STACKS_SIZE = 0x80000000L;
    private static final int METADATA_IMPORT = 8 * PAGE;

    private final Map<String, Vmem> arenas = new LinkedHashMap<>();
    private final Map<Vmem, Long> addresses = new LinkedHashMap<>();
    private final SegmentStore store;
    private final Backing backing;
    private final Table table;

    /**
     * The static table that the first arenas are in.
     *
     * @param va its address
     * @param count how many it holds
     * @param size bytes of each
     */
    public record Table(long va, int count, int size) {}

    /**
     * Makes the tree.
     *
     * @param table of the first arenas
     * @param store of the structures for segments
     * @param backing where pages come from
     */
    public Arenas(Table table, SegmentStore store, Backing backing) {
        this.table = table;
        this.store = store;
        this.backing = backing;
        Vmem heap = arena("heap", PAGE, null, Backing.NONE);
        heap.add(HEAP, HEAP_SIZE);
        heap.add(HIGH_HEAP, HIGH_HEAP_SIZE);
        Vmem metadata = arena("vmem_metadata", PAGE, heap, backing).importsAtLeast(METADATA_IMPORT);
        store.growsFrom(arena("vmem_seg", PAGE, metadata, Backing.NONE));
        arena("vmem_hash", Long.BYTES, metadata, Backing.NONE);
        arena("vmem_vmem", 1, metadata, Backing.NONE);
        Vmem kmemMetadata = arena("kmem_metadata", PAGE, heap, backing).importsAtLeast(METADATA_IMPORT);
        arena("kmem_msb", PAGE, kmemMetadata, Backing.NONE);
        arena("kmem_cache", Long.BYTES, kmemMetadata, Backing.NONE);
        arena("kmem_hash", Long.BYTES, kmemMetadata, Backing.NONE);
        arena("kmem_log", PAGE, heap, backing);
        arena("kmem_firewall_va", PAGE, heap, Backing.NONE);
        arena("kmem_firewall", PAGE, named("kmem_firewall_va"), backing);
        arena("kmem_oversize", PAGE, heap, backing);
        Vmem addresses = arena("kmem_va", PAGE, heap, Backing.NONE).importsAtLeast(METADATA_IMPORT);
        arena("kmem_default", PAGE, addresses, backing);
        arena("segkp", PAGE, null, Backing.NONE).add(STACKS, STACKS_SIZE);
        arena("ctf", PAGE, heap, backing);
        arena("ksyms", PAGE, heap, backing);
        arena("taskq_id_arena", 1, null, Backing.NONE).add(1, Integer.MAX_VALUE - 1);
    }

    private Vmem arena(String name, long quantum, @Nullable Vmem source, Backing pages) {
        Vmem arena = new Vmem(name, quantum, source, pages, store);
        int index = arenas.size();
        long va = index < table.count()
                ? table.va() + (long) index * table.size()
                : named("vmem_vmem").allocate(table.size(), Long.BYTES, 0, Origin.UNKNOWN);
        arenas.put(name, arena);
        addresses.put(arena, va);
        return arena;
    }

    /** Makes another arena. */
    public Vmem create(String name, long quantum, @Nullable Vmem source, boolean backed) {
        return arena(name, quantum, source, backed ? backing : Backing.NONE);
    }

    /** Every arena in the order of creation. */
    public Collection<Vmem> all() {
        return arenas.values();
    }

    /** Address of an arena's structure. */
    public long address(Vmem arena) {
        return Objects.requireNonNull(addresses.get(arena));
    }

    /** Lets the tables of arenas with many segments grow. */
    public void rescale() {
        for (Vmem arena : List.copyOf(arenas.values())) {
            arena.rescale(named("vmem_hash"));
        }
    }

    /** Every arena that imports from none. */
    public List<Vmem> roots() {
        List<Vmem> roots = new ArrayList<>();
        arenas.values().stream().filter(each -> each.source() == null).forEach(roots::add);
        return roots;
    }

    /** An arena by name. */
    public Vmem named(String name) {
        Vmem arena = arenas.get(name);
        if (arena == null) {
            throw new IllegalArgumentException("no arena " + name);
        }
        return arena;
    }

    /** The structures of segments that are not in use. */
    public SegmentStore store() {
        return store;
    }
}

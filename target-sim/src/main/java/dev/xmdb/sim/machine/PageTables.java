package dev.xmdb.sim.machine;

import dev.xmdb.dump.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One tree of 4-level page tables, built in the domain's own frames. Entries hold machine frames, with the flags that Xen leaves in them
 * ({@link PageFlags}).
 */
public final class PageTables {
    private static final int ENTRIES = 512;
    private static final int INDEX_BITS = 9;
    private static final int TOP = 3;
    private static final long TABLE = PageFlags.PRESENT | PageFlags.WRITABLE | PageFlags.ACCESSED | PageFlags.DIRTY;

    /**
     * A table of the tree.
     *
     * @param level 0 for the lowest, 3 for the root
     * @param va first virtual address that it maps; 0 for the root
     * @param pfn the guest frame it is in
     */
    public record Table(int level, long va, long pfn) {}

    /**
     * What an address is mapped to.
     *
     * @param pfn guest frame, the first one of a large page
     * @param entry the bits of the entry, as they are in memory
     * @param large whether the page has 2 MiB
     */
    public record Mapping(long pfn, long entry, boolean large) {}

    private final DomainMemory memory;
    private final Map<Long, Table>[] tables;
    private final TreeMap<Long, Mapping> mappings = new TreeMap<>();
    private final Table root;

    /** An empty tree. */
    public PageTables(DomainMemory memory) {
        this.memory = memory;
        this.tables = levels();
        this.root = new Table(TOP, 0, memory.allocate());
        tables[TOP].put(0L, root);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of parameterised types.
    private static Map<Long, Table>[] levels() {
        Map<Long, Table>[] levels = new Map[TOP + 1];
        for (int level = 0; level <= TOP; level++) {
            levels[level] = new TreeMap<>(Long::compareUnsigned);
        }
        return levels;
    }

    /** Guest frame of the root. */
    public long rootPfn() {
        return root.pfn();
    }

    /** Machine frame of the root. */
    public long rootMfn() {
        return memory.host().mfn(root.pfn());
    }

    /** Every table, root first, then by level and address. */
    public List<Table> tables() {
        List<Table> all = new ArrayList<>();
        for (int level = TOP; level >= 0; level--) {
            all.addAll(tables[level].values());
        }
        return all;
    }

    /** Every mapping by its first virtual address. */
    public Map<Long, Mapping> mappings() {
        return mappings;
    }

    /** Maps 4 KiB; {@code flags} are what the guest asks for, besides the present bit. */
    public void map(long va, long pfn, long flags) {
        put(va, pfn, stored(flags | PageFlags.PRESENT | PageFlags.ACCESSED), 0);
    }

    /** Maps 2 MiB, the 512 frames from {@code pfn} on. */
    public void mapLarge(long va, long pfn, long flags) {
        long wanted = flags | PageFlags.PRESENT | PageFlags.ACCESSED | PageFlags.LARGE;
        put(va, pfn, stored(wanted), 1);
    }

    private long stored(long wanted) {
        return memory.host().virtualisation().storedLeaf(wanted);
    }

    /** Stores an entry for an address as it is, at level 0 or 1. */
    public void put(long va, long pfn, long bits, int level) {
        long entry = memory.host().machineAddress(pfn) | bits;
        memory.page(table(va, level).pfn()).putLong(index(va, level) * Long.BYTES, entry);
        mappings.put(va, new Mapping(pfn, entry, level > 0));
    }

    /** Takes the mapping of 4 KiB away. Returns the guest frame that it led to. */
    public long unmap(long va) {
        Mapping mapping = mappings.remove(va);
        if (mapping == null || mapping.large()) {
            throw new IllegalArgumentException("no page is mapped at " + Long.toHexString(va));
        }
        memory.page(table(va, 0).pfn()).putLong(index(va, 0) * Long.BYTES, 0);
        return mapping.pfn();
    }

    /** Maps 4 KiB of a machine frame that is not the domain's. */
    public void mapForeign(long va, long mfn, long flags) {
        long foreign = memory.host().virtualisation().foreign();
        long bits = stored(flags | PageFlags.PRESENT | PageFlags.ACCESSED | foreign);
        memory.page(table(va, 0).pfn()).putLong(index(va, 0) * Long.BYTES, (mfn << Frames.PAGE_SHIFT) | bits);
    }

    /** Lets the root of this tree share what another one maps in the upper half: a kernel under every process. */
    public void shareUpperHalf(PageTables kernel) {
        for (int index = ENTRIES / 2; index < ENTRIES; index++) {
            long entry = memory.page(kernel.rootPfn()).getLong(index * Long.BYTES);
            memory.page(rootPfn()).putLong(index * Long.BYTES, entry);
        }
    }

    /** Makes a second root that has only what this tree maps in the lower half: the one Xen uses in user mode. Returns its PFN. */
    public long userRoot() {
        long pfn = memory.allocate();
        for (int index = 0; index < ENTRIES / 2; index++) {
            long entry = memory.page(rootPfn()).getLong(index * Long.BYTES);
            memory.page(pfn).putLong(index * Long.BYTES, entry);
        }
        return pfn;
    }

    /** How many entries of a table are in use. */
    public int entries(Table table) {
        int count = 0;
        for (int index = 0; index < ENTRIES; index++) {
            count += memory.page(table.pfn()).getLong(index * Long.BYTES) != 0 ? 1 : 0;
        }
        return count;
    }

    /** The guest frame behind an address, or -1. */
    public long pfn(long va) {
        var below = mappings.floorEntry(va);
        if (below == null) {
            return -1;
        }
        Mapping mapping = below.getValue();
        long page = (va - below.getKey()) >> Frames.PAGE_SHIFT;
        return page < (mapping.large() ? HostFrames.EXTENT : 1) ? mapping.pfn() + page : -1;
    }

    private Table table(long va, int level) {
        if (level == TOP) {
            return root;
        }
        long base = va & -(1L << shift(level + 1));
        Table known = tables[level].get(base);
        if (known != null) {
            return known;
        }
        Table made = new Table(level, base, memory.allocate());
        tables[level].put(base, made);
        long entry = memory.host().machineAddress(made.pfn()) | PageFlags.asXenStoresTable(TABLE);
        memory.page(table(va, level + 1).pfn()).putLong(index(va, level + 1) * Long.BYTES, entry);
        return made;
    }

    private static int index(long va, int level) {
        return (int) (va >>> shift(level)) & (ENTRIES - 1);
    }

    private static int shift(int level) {
        return Frames.PAGE_SHIFT + level * INDEX_BITS;
    }
}

package dev.xmdb.target.guest.solaris.hat;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The shape of the page tables as the kernel knows it ({@code struct hat_mmu_info mmu}). Levels count from 0, the lowest.
 *
 * @param topLevel level of the root
 * @param pageShift log2 of the bytes that an entry of a level covers, by level
 * @param entrySize bytes of an entry
 * @param entries entries of a table
 * @param topEntries entries of the root
 * @param wide whether addresses have 64 bits
 */
public record MmuShape(
        int topLevel, List<Integer> pageShift, int entrySize, int entries, int topEntries, boolean wide) {
    private static final int PAGE_SHIFT = 12;
    private static final int MOST_LEVELS = 5;
    private static final int MOST_ENTRIES = 1024;
    private static final long VALID = 1;
    private static final long LARGE = 0x80;
    private static final long FRAME_MASK = 0x000f_ffff_ffff_f000L;

    /** Copies the list. */
    public MmuShape {
        pageShift = List.copyOf(pageShift);
    }

    static MmuShape read(SolarisGuest kernel) {
        boolean wide = kernel.memory().wordSize() == Long.BYTES;
        var at = kernel.symbols().valueOf("mmu");
        if (at.isPresent()) {
            try {
                return read(kernel.types().layout("struct hat_mmu_info").at(kernel.memory(), at.getAsLong()), wide);
            } catch (MemoryFaultException | TypeDataException | IllegalArgumentException unusable) {
                return usual(wide);
            }
        }
        return usual(wide);
    }

    private static MmuShape read(StructView mmu, boolean wide) {
        int top = bounded(mmu.number("max_level"), 1, MOST_LEVELS - 1);
        List<Integer> shift = IntStream.rangeClosed(0, top)
                .mapToObj(level -> bounded(mmu.number("level_shift[" + level + "]"), PAGE_SHIFT, Long.SIZE - 1))
                .toList();
        int entrySize = bounded(mmu.number("pte_size"), Integer.BYTES, Long.BYTES);
        return new MmuShape(
                top,
                shift,
                entrySize,
                bounded(mmu.number("ptes_per_table"), 1, MOST_ENTRIES),
                bounded(mmu.number("top_level_count"), 1, MOST_ENTRIES),
                wide);
    }

    private static int bounded(long value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("no shape of page tables");
        }
        return (int) value;
    }

    /** What the processor has in the modes that such kernels use: 4 levels, or PAE. */
    private static MmuShape usual(boolean wide) {
        return wide
                ? new MmuShape(3, List.of(12, 21, 30, 39), Long.BYTES, 512, 512, true)
                : new MmuShape(2, List.of(12, 21, 30), Long.BYTES, 512, 4, false);
    }

    /** The first address of the table of a level that maps an address; 0 for the root. */
    public long base(int level, long va) {
        return level == topLevel ? 0 : va & -(1L << pageShift.get(level + 1));
    }

    /** How many entries a table of a level has. */
    public int entries(int level) {
        return level == topLevel ? topEntries : entries;
    }

    /** Which entry of a table of a level maps an address. */
    public int index(int level, long va) {
        return (int) ((va >>> pageShift.get(level)) & (entries(level) - 1));
    }

    /** The address that an entry of a table maps. */
    public long address(Htable table, int index) {
        long va = table.va() + ((long) index << pageShift.get(table.level()));
        return wide ? va << Short.SIZE >> Short.SIZE : va & 0xffff_ffffL;
    }

    /** Whether an entry means anything to the processor. */
    public static boolean valid(long entry) {
        return (entry & VALID) != 0;
    }

    /** Whether a valid entry of a level maps a page and does not lead to a table. */
    public static boolean mapsPage(int level, long entry) {
        return level == 0 || (entry & LARGE) != 0;
    }

    /** The frame that an entry names: of a table, or the first one of a page. */
    public long frame(int level, long entry) {
        long frame = (entry & FRAME_MASK) >>> PAGE_SHIFT;
        return mapsPage(level, entry) ? frame & -(1L << (pageShift.get(level) - PAGE_SHIFT)) : frame;
    }

    /** The frame of an address in the page that an entry maps. */
    public long frame(int level, long entry, long va) {
        return frame(level, entry) + ((va & ((1L << pageShift.get(level)) - 1)) >>> PAGE_SHIFT);
    }
}

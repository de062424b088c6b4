package dev.xmdb.target.paging;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.target.work.Effort;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all page tables under one root in the order of addresses and picks entries by their bits. A table may be used at several
 * addresses, and hostile tables may lead into each other: each is read a few times at a level and no more, which bounds the work by the
 * size of the image.
 */
public final class EntryScan {
    /** How often one table is read at one level. Linux uses one for all that is missing in a range, some hundred times. */
    private static final int MOST_USES = 4096;

    /** How many tables are read in all: those of 2 TiB in small pages. */
    private static final int MOST_TABLES = 1 << 20;

    private static final int MOST_FAULTS = 16;
    private static final int PAE_ROOT_ENTRIES = 4;

    private final DomainImage image;
    private final PagingMode mode;
    private final EntryFilter filter;
    private final EntryView view;
    private final Effort effort;
    private final Hits hits;
    private final @Nullable HypervisorRanges hypervisor;
    private final int entryShift;
    private final Map<Use, Integer> uses = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long first;
    private long last;
    private long tables;
    private long entries;
    private boolean enough;

    /** Where entries that match go. */
    @FunctionalInterface
    public interface Hits {
        /**
         * Takes an entry.
         *
         * @param address the first address that it covers
         * @param level the level of its table, 1 for the last
         * @param entry as it is stored
         * @param bits as they were compared
         * @return false when no more are wanted
         */
        boolean accept(long address, int level, long entry, long bits);
    }

    /**
     * What a scan went through.
     *
     * @param tables tables that were read
     * @param entries entries in them
     * @param faults what could not be gone through, one sentence each
     */
    public record Report(long tables, long entries, List<String> faults) {}

    private record Use(long frame, int level) {}

    private EntryScan(DomainImage image, PageTableRoot root, EntryFilter filter, Hits hits, Effort effort) {
        this.image = image;
        this.mode = root.mode();
        this.filter = filter;
        this.view = EntryView.of(mode, image.kind(), filter.stored());
        this.hits = hits;
        this.effort = effort;
        this.hypervisor = HypervisorRanges.of(image.kind(), mode).orElse(null);
        this.entryShift = mode.entrySize() == Long.BYTES ? 3 : 2;
    }

    /**
     * Scans a range of addresses.
     *
     * @param image where the tables are
     * @param root where they start; not one without paging
     * @param filter what is looked for
     * @param first the first address
     * @param last the last address, inclusive
     * @param hits takes what is found
     * @param effort hears of progress
     */
    public static Report scan(
            DomainImage image,
            PageTableRoot root,
            EntryFilter filter,
            long first,
            long last,
            Hits hits,
            Effort effort) {
        var scan = new EntryScan(image, root, filter, hits, effort);
        if (root.mode() != PagingMode.UNPAGED) {
            scan.first = first;
            scan.last = last;
            scan.table(root.frame(), root.offsetInPage(), root.mode().levels(), 0);
        }
        return new Report(scan.tables, scan.entries, List.copyOf(scan.faults));
    }

    private void table(long frame, int offset, int level, long base) {
        long page = image.frameNaming() == FrameNaming.MFN
                ? image.frames().fileOffsetOfMfn(frame)
                : image.frames().fileOffsetOfPfn(frame);
        MemorySegment bytes = image.bytes();
        if (page < 0 || page > bytes.byteSize() - Frames.PAGE_SIZE) {
            fault(level, base, frame, "is not in the image");
            return;
        }
        int used = uses.merge(new Use(frame, level), 1, Integer::sum);
        if (used > MOST_USES) {
            if (used == MOST_USES + 1) {
                fault(level, base, frame, "is used more than " + MOST_USES + " times: no further ones are looked at");
            }
            return;
        }
        if (tables == MOST_TABLES) {
            fault(level, base, frame, "is not looked at, nor is any after it: there were " + tables + " before it");
            enough = true;
            return;
        }
        tables++;
        effort.advance("scanning page tables", entries, 0);
        int count =
                mode == PagingMode.PAE && level == mode.levels() ? PAE_ROOT_ENTRIES : Frames.PAGE_SIZE >>> entryShift;
        int shift = mode.shift(level);
        for (int index = 0; index < count && !enough; index++) {
            long at = page + offset + ((long) index << entryShift);
            long entry = entryShift == 3 ? LittleEndian.u64(bytes, at) : LittleEndian.u32(bytes, at);
            entries++;
            if (entry != 0) {
                entry(entry, level, address(base + ((long) index << shift)), shift);
            }
        }
    }

    private void entry(long entry, int level, long address, int shift) {
        if (outside(address, address + (1L << shift) - 1)) {
            return;
        }
        boolean present = PageTableEntry.isPresent(entry);
        boolean page = level == 1 || (PageTableEntry.hasPageSizeBit(entry) && PageTableEntry.mayMapPage(level, mode));
        if (filter.level() == 0 ? page || !present : filter.level() == level) {
            long bits = view.bits(entry, level);
            if (filter.matches(bits) && !hits.accept(address, level, entry, bits)) {
                enough = true;
                return;
            }
        }
        if (present && !page && level > Math.max(1, filter.level())) {
            table(PageTableEntry.tableFrame(entry, mode), 0, level - 1, address);
        }
    }

    private boolean outside(long from, long to) {
        return Long.compareUnsigned(to, first) < 0
                || Long.compareUnsigned(from, last) > 0
                || (hypervisor != null && hypervisor.isExclusive() && hypervisor.contains(from));
    }

    private long address(long low) {
        return switch (mode) {
            case LONG_4_LEVEL -> low << 16 >> 16;
            case LONG_5_LEVEL -> low << 7 >> 7;
            case PAE, LEGACY_32, UNPAGED -> low & 0xffff_ffffL;
        };
    }

    private void fault(int level, long base, long frame, String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(String.format(
                    Locale.ROOT,
                    "the level %d page table of %x, %s 0x%x, %s",
                    level - 1,
                    base,
                    image.frameNaming() == FrameNaming.MFN ? "mfn" : "pfn",
                    frame,
                    what));
        }
    }
}

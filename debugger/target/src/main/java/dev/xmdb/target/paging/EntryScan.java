package dev.xmdb.target.paging;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.target.work.Effort;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all page tables under one root in the order of addresses and picks entries by their bits. A table may be used at several
 * addresses, and hostile tables may lead into each other: how much is found in tables that were gone through before is bounded, and so is
 * how much is found at all, by the size of the image. A scan that reaches a bound says so.
 */
public final class EntryScan {
    /**
     * How many entries are found in tables at a level that they were used at before. Linux has a region of 1 GiB whose entries are all the
     * same (what of a PV guest's frame list is not there, 512 uses of one table) and one of as many uses of a table with 16 entries in a
     * page (the espfix stacks): together 5/8 of this.
     */
    private static final long MOST_REPEATED = 1 << 19;

    /** How many entries are found for each page of the image, besides as many as may be repeated. Kernels map most pages once or twice. */
    private static final int MOST_EACH_PAGE = 4;

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
    private final long mostHits;
    private final Set<Use> used = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> limits = new ArrayList<>();
    private long first;
    private long last;
    private long tables;
    private long entries;
    private long found;
    private long repeated;
    private long faultsInAll;
    private boolean passOver;
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
        this.mostHits = MOST_REPEATED + MOST_EACH_PAGE * (image.bytes().byteSize() >>> Frames.PAGE_SHIFT);
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
            scan.table(root.frame(), root.offsetInPage(), root.mode().levels(), 0, false);
        }
        if (scan.faultsInAll > scan.faults.size()) {
            scan.faults.add((scan.faultsInAll - scan.faults.size()) + " more page tables could not be gone through");
        }
        scan.faults.addAll(scan.limits);
        return new Report(scan.tables, scan.entries, List.copyOf(scan.faults));
    }

    private void table(long frame, int offset, int level, long base, boolean below) {
        long page = image.frameNaming() == FrameNaming.MFN
                ? image.frames().fileOffsetOfMfn(frame)
                : image.frames().fileOffsetOfPfn(frame);
        MemorySegment bytes = image.bytes();
        if (page < 0 || page > bytes.byteSize() - Frames.PAGE_SIZE) {
            fault(level, base, frame, "is not in the image");
            return;
        }
        boolean again = !used.add(new Use(frame, level)) || below;
        if (again && repeated >= MOST_REPEATED) {
            if (!passOver) {
                passOver = true;
                limits.add(sentence(
                        level,
                        base,
                        frame,
                        "was used before, and " + repeated
                                + " entries were found in such tables: they are passed over from here on"));
            }
            return;
        }
        if (tables == MOST_TABLES) {
            limits.add(sentence(
                    level, base, frame, "is not looked at, nor is any after it: there were " + tables + " before it"));
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
                entry(entry, level, address(base + ((long) index << shift)), shift, again);
            }
        }
    }

    private void entry(long entry, int level, long address, int shift, boolean again) {
        if (outside(address, address + (1L << shift) - 1)) {
            return;
        }
        boolean present = PageTableEntry.isPresent(entry);
        boolean page = level == 1 || (PageTableEntry.hasPageSizeBit(entry) && PageTableEntry.mayMapPage(level, mode));
        if (filter.level() == 0 ? page || !present : filter.level() == level) {
            long bits = view.bits(entry, level);
            if (filter.matches(bits) && !found(address, level, entry, bits, again)) {
                enough = true;
                return;
            }
        }
        if (present && !page && level > Math.max(1, filter.level())) {
            table(PageTableEntry.tableFrame(entry, mode), 0, level - 1, address, again);
        }
    }

    private boolean found(long address, int level, long entry, long bits, boolean again) {
        if (found == mostHits) {
            limits.add("nothing is looked for from " + Long.toHexString(address) + " on: " + found
                    + " entries were found before it, more than page tables of an image of this size have");
            return false;
        }
        found++;
        if (again) {
            repeated++;
        }
        return hits.accept(address, level, entry, bits);
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
        faultsInAll++;
        if (faults.size() < MOST_FAULTS) {
            faults.add(sentence(level, base, frame, what));
        }
    }

    private String sentence(int level, long base, long frame, String what) {
        return String.format(
                Locale.ROOT,
                "the level %d page table of %x, %s 0x%x, %s",
                level - 1,
                base,
                image.frameNaming() == FrameNaming.MFN ? "mfn" : "pfn",
                frame,
                what);
    }
}

package dev.xmdb.target.paging;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.target.paging.Translation.Outcome;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page tables under one root, read straight from an image. One walk serves every mode: what differs is how many levels there
 * are, how wide an entry is, and where a page may end the walk early.
 *
 * <p>A walk has two halves, so that a cache can stand between them: {@link #region} goes down to the last table (or a large page),
 * {@link #pageOffset} takes the last step. Neither allocates. {@link #translate} runs the same two halves and keeps the steps.
 * Depth is fixed by the mode, so tables that point at themselves end like any other. Where tables are lost, windows through which memory
 * is known to be seen one to one may stand before them. Thread-safe.
 */
public final class PageTables {

    private static final int PAGE_SHIFT = Frames.PAGE_SHIFT;
    private static final long PAGE_MASK = Frames.PAGE_SIZE - 1;
    private static final int LARGE_PAGE_TAG = 1;
    private static final int WINDOW_TAG = 2;
    private static final int TAG_BITS = 2;

    private final PageTableRoot root;
    private final PagingMode mode;
    private final FrameNaming naming;
    private final Frames frames;
    private final MemorySegment bytes;
    private final @Nullable HypervisorRanges hypervisor;
    private final boolean largePagesIn32Bit;
    private final int entryShift;
    private final int indexMask;
    private final int regionShift;
    private final List<LinearWindow> windows;

    /**
     * Tables of an image.
     *
     * @param image where they are
     * @param root where they start
     * @param largePagesIn32Bit whether the page-size bit counts in 2-level tables (cr4.PSE); no matter in other modes
     */
    public PageTables(DomainImage image, PageTableRoot root, boolean largePagesIn32Bit) {
        this(image, root, largePagesIn32Bit, List.of());
    }

    /**
     * Tables of an image, some of which are lost.
     *
     * @param image where they are
     * @param root where they start
     * @param windows what is looked at before them
     */
    public PageTables(DomainImage image, PageTableRoot root, List<LinearWindow> windows) {
        this(image, root, true, windows);
    }

    private PageTables(DomainImage image, PageTableRoot root, boolean largePagesIn32Bit, List<LinearWindow> windows) {
        this.root = root;
        this.mode = root.mode();
        this.naming = image.frameNaming();
        this.frames = image.frames();
        this.bytes = image.bytes();
        this.hypervisor = HypervisorRanges.of(image.kind(), mode).orElse(null);
        this.largePagesIn32Bit = largePagesIn32Bit;
        this.entryShift = mode.entrySize() == 8 ? 3 : 2;
        this.indexMask = (1 << (PAGE_SHIFT - entryShift)) - 1;
        this.regionShift = mode == PagingMode.UNPAGED ? PAGE_SHIFT : mode.shift(2);
        this.windows = List.copyOf(windows);
    }

    /** Where the tables start. */
    public PageTableRoot root() {
        return root;
    }

    /** What is looked at before the tables. */
    public List<LinearWindow> windows() {
        return windows;
    }

    /** True when the root table's bytes are in the image, or when there is something instead of it. */
    public boolean rootInImage() {
        return mode == PagingMode.UNPAGED || !windows.isEmpty() || offsetOfFrame(root.frame()) >= 0;
    }

    /** log2 of the bytes that share one {@link #region}. */
    public int regionShift() {
        return regionShift;
    }

    /** Walks for an address and keeps every step. */
    public Translation translate(long address) {
        var trace = new WalkTrace();
        try {
            walk(address, trace);
        } catch (InternalError fileShrank) {
            int level = mode.levels() - trace.steps().size();
            trace.end(new Outcome.TableNotInImage(level, trace.lastTable(), FrameAbsence.TRUNCATED));
        }
        Outcome outcome = trace.outcome();
        if (hypervisor != null && !(outcome instanceof Outcome.Mapped) && hypervisor.contains(address)) {
            outcome = new Outcome.HypervisorRange(hypervisor.part(address));
        }
        return new Translation(address, mode, naming, root.frame(), trace.steps(), outcome);
    }

    private void walk(long address, WalkTrace trace) {
        long region = region(address, trace);
        if (region >= 0) {
            long page = pageOffset(region, address, trace);
            if (page >= 0) {
                trace.end(new Outcome.Mapped(trace.frame(), trace.pageShift(), page + (address & PAGE_MASK)));
            }
        }
    }

    /**
     * The upper half of a walk.
     *
     * @param address a virtual address
     * @return what {@link #pageOffset} continues with, the same for all addresses that share the bits above {@link #regionShift};
     *     or {@code ~level} of the entry or table that stopped the walk, {@code ~0} when no table was read
     */
    public long region(long address) {
        return region(address, null);
    }

    /**
     * The lower half of a walk.
     *
     * @param region a non-negative answer of {@link #region} for the same address
     * @param address a virtual address
     * @return file offset of the 4 KiB page that holds the address, or a negative number
     */
    public long pageOffset(long region, long address) {
        return pageOffset(region, address, null);
    }

    private long region(long address, @Nullable WalkTrace trace) {
        if (!canonical(address)) {
            return stop(0, trace, new Outcome.NonCanonical());
        }
        for (LinearWindow window : windows) {
            if (window.contains(address)) {
                return windowRegion(window.pfn(address & -(1L << regionShift)), trace);
            }
        }
        if (mode == PagingMode.UNPAGED) {
            return largeRegion(address >>> PAGE_SHIFT, PAGE_SHIFT, trace);
        }
        if (hypervisor != null && hypervisor.isExclusive() && hypervisor.contains(address)) {
            return stop(0, trace, new Outcome.HypervisorRange(hypervisor.part(address)));
        }
        if (root.isNone()) {
            return stop(mode.levels(), trace, new Outcome.NoTables());
        }
        long tableFrame = root.frame();
        long offsetInPage = root.offsetInPage();
        for (int level = mode.levels(); level > 1; level--) {
            long table = offsetOfFrame(tableFrame);
            if (table < 0) {
                return tableAbsent(level, tableFrame, trace);
            }
            if (trace != null) {
                trace.lastTable(tableFrame);
            }
            int index = index(address, level);
            long entryOffset = table + offsetInPage + ((long) index << entryShift);
            if (!inFile(entryOffset)) {
                return tableAbsent(level, tableFrame, trace);
            }
            long entry = load(entryOffset);
            if (trace != null) {
                trace.step(level, tableFrame, index, entry, entryOffset);
            }
            if (!PageTableEntry.isPresent(entry)) {
                return trace == null ? ~level : stop(level, trace, new Outcome.NotPresent(level));
            }
            if (PageTableEntry.hasPageSizeBit(entry) && (mode != PagingMode.LEGACY_32 || largePagesIn32Bit)) {
                if (!PageTableEntry.mayMapPage(level, mode)) {
                    return trace == null ? ~level : stop(level, trace, new Outcome.ReservedBit(level));
                }
                long frame = PageTableEntry.frame(entry, level, mode);
                long regionsBelow = (address & ((1L << mode.shift(level)) - 1)) >>> regionShift;
                return largeRegion(frame + (regionsBelow << (regionShift - PAGE_SHIFT)), mode.shift(level), trace);
            }
            tableFrame = PageTableEntry.tableFrame(entry, mode);
            offsetInPage = 0;
        }
        long table = offsetOfFrame(tableFrame);
        if (table < 0) {
            return tableAbsent(1, tableFrame, trace);
        }
        if (trace != null) {
            trace.lastTable(tableFrame);
        }
        return table << TAG_BITS;
    }

    private long pageOffset(long region, long address, @Nullable WalkTrace trace) {
        long frame;
        if ((region & LARGE_PAGE_TAG) != 0) {
            frame = (region >>> TAG_BITS) + ((address & ((1L << regionShift) - 1)) >>> PAGE_SHIFT);
            if ((region & WINDOW_TAG) != 0) {
                return windowPage(frame, trace);
            }
        } else {
            int index = index(address, 1);
            long entryOffset = (region >>> TAG_BITS) + ((long) index << entryShift);
            if (!inFile(entryOffset)) {
                return tableAbsent(1, trace == null ? 0 : trace.lastTable(), trace);
            }
            long entry = load(entryOffset);
            if (trace != null) {
                trace.step(1, trace.lastTable(), index, entry, entryOffset);
            }
            if (!PageTableEntry.isPresent(entry)) {
                return trace == null ? ~1 : stop(1, trace, new Outcome.NotPresent(1));
            }
            frame = PageTableEntry.frame(entry, 1, mode);
        }
        long page = offsetOfFrame(frame);
        if (trace != null) {
            trace.frame(frame);
            if (page < 0) {
                trace.end(new Outcome.FrameNotInImage(frame, trace.pageShift(), absenceOfFrame(frame)));
            }
        }
        return page;
    }

    private static long windowRegion(long pfn, @Nullable WalkTrace trace) {
        if (pfn < 0) {
            return stop(2, trace, new Outcome.NoTables());
        }
        if (trace != null) {
            trace.pageShift(PAGE_SHIFT);
        }
        return (pfn << TAG_BITS) | WINDOW_TAG | LARGE_PAGE_TAG;
    }

    private long windowPage(long pfn, @Nullable WalkTrace trace) {
        long page = frames.fileOffsetOfPfn(pfn);
        if (trace != null) {
            long frame = naming == FrameNaming.MFN ? frames.mfnOfPfn(pfn) : pfn;
            trace.frame(frame);
            if (page < 0) {
                trace.end(new Outcome.FrameNotInImage(frame, PAGE_SHIFT, frames.absenceOfPfn(pfn)));
            }
        }
        return page;
    }

    /**
     * The next page that can be read.
     *
     * @param from where to start
     * @param end where to stop, exclusive
     * @return the first address at or after {@code from}, below {@code end} and (after {@code from}) page-aligned, whose page is in
     *     the image; {@code end} when there is none
     */
    public long nextReadable(long from, long end) {
        return nextReadable(from, end, Long.MAX_VALUE);
    }

    /**
     * The next page that can be read, if it is near: damaged tables may map more pages than anybody can wait for, none of them in the
     * image.
     *
     * @param from where to start
     * @param end where to stop, exclusive
     * @param mostHoles after how many pages that are not there, or larger holes, to give up
     * @return as without that number; {@code end}, too, when it was given up
     */
    public long nextReadable(long from, long end, long mostHoles) {
        long address = from;
        long holes = 0;
        while (Long.compareUnsigned(address, end) < 0) {
            if (holes++ >= mostHoles) {
                return end;
            }
            long region = region(address);
            int stoppedAt = 1;
            if (region >= 0) {
                long regionEnd = (address | ((1L << regionShift) - 1)) + 1;
                while (Long.compareUnsigned(address, end) < 0 && address != regionEnd) {
                    if (pageOffset(region, address) >= 0) {
                        return address;
                    }
                    address = (address | PAGE_MASK) + 1;
                    if (holes++ >= mostHoles) {
                        return end;
                    }
                }
            } else {
                stoppedAt = withoutWindow(address, (int) ~region);
                if (stoppedAt == 0) {
                    if (mode == PagingMode.UNPAGED || !canonical(address)) {
                        return end;
                    }
                    // Behind what the hypervisor keeps for itself, memory goes on.
                    stoppedAt = mode.levels();
                }
                address = (address | ((1L << mode.shift(stoppedAt)) - 1)) + 1;
            }
            if (address == 0) {
                return end;
            }
        }
        return end;
    }

    /** The level of the largest hole around an address, at most the given one, that no window reaches into. */
    private int withoutWindow(long address, int level) {
        int free = level;
        for (; free > 2 && !windows.isEmpty(); free--) {
            long first = address & -(1L << mode.shift(free));
            long last = first + (1L << mode.shift(free)) - 1;
            if (windows.stream().noneMatch(window -> window.overlaps(first, last))) {
                break;
            }
        }
        return free;
    }

    private long largeRegion(long frame, int pageShift, @Nullable WalkTrace trace) {
        if (trace != null) {
            trace.pageShift(pageShift);
        }
        return (frame << TAG_BITS) | LARGE_PAGE_TAG;
    }

    private long tableAbsent(int level, long frame, @Nullable WalkTrace trace) {
        return trace == null
                ? ~level
                : stop(level, trace, new Outcome.TableNotInImage(level, frame, absenceOfFrame(frame)));
    }

    private static long stop(int level, @Nullable WalkTrace trace, Outcome outcome) {
        if (trace != null) {
            trace.end(outcome);
        }
        return ~level;
    }

    private boolean canonical(long address) {
        return switch (mode) {
            case LONG_4_LEVEL -> (address << 16) >> 16 == address;
            case LONG_5_LEVEL -> (address << 7) >> 7 == address;
            case PAE, LEGACY_32, UNPAGED -> address >>> Integer.SIZE == 0;
        };
    }

    private int index(long address, int level) {
        int index = (int) (address >>> mode.shift(level));
        return mode == PagingMode.PAE && level == 3 ? index & 3 : index & indexMask;
    }

    private long offsetOfFrame(long frame) {
        return naming == FrameNaming.MFN ? frames.fileOffsetOfMfn(frame) : frames.fileOffsetOfPfn(frame);
    }

    private FrameAbsence absenceOfFrame(long frame) {
        if (offsetOfFrame(frame) >= 0) {
            return FrameAbsence.TRUNCATED;
        }
        return naming == FrameNaming.MFN ? frames.absenceOfMfn(frame) : frames.absenceOfPfn(frame);
    }

    private boolean inFile(long entryOffset) {
        return entryOffset <= bytes.byteSize() - (1L << entryShift);
    }

    private long load(long entryOffset) {
        return entryShift == 3 ? LittleEndian.u64(bytes, entryOffset) : LittleEndian.u32(bytes, entryOffset);
    }
}

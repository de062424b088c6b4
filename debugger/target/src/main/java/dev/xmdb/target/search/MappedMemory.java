package dev.xmdb.target.search;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.paging.EntryFilter;
import dev.xmdb.target.paging.EntryScan;
import dev.xmdb.target.paging.PageTableEntry;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.work.Effort;
import java.util.List;

/**
 * Virtual memory, in the order of its addresses: every page as often as it is mapped.
 *
 * @param image where it is
 * @param root its page tables
 * @param filter which mappings are looked at
 */
public record MappedMemory(DomainImage image, PageTableRoot root, EntryFilter filter) implements SearchedMemory {

    /**
     * Virtual memory.
     *
     * @param image where it is
     * @param root its page tables
     * @param writable whether only pages count whose last entry allows writing
     */
    public static MappedMemory of(DomainImage image, PageTableRoot root, boolean writable) {
        return new MappedMemory(image, root, EntryFilter.parse(writable ? "write" : "present", 0, false));
    }

    @Override
    public List<String> extents(SearchRange range, Taker taker, Effort effort) {
        PagingMode mode = root.mode();
        if (mode == PagingMode.UNPAGED) {
            return new PhysicalMemory(image).extents(range, taker, effort);
        }
        EntryScan.Hits mappings = (address, level, entry, bits) -> {
            long frame = new PageTableEntry(entry, level, mode, image.kind()).frame();
            return pages(address, frame, 1L << mode.shift(level), range, taker);
        };
        return EntryScan.scan(image, root, filter, range.first(), range.last(), mappings, effort)
                .faults();
    }

    /** Tells of the pages of one entry, of which a large one has many, each perhaps elsewhere in the file. */
    private boolean pages(long address, long frame, long size, SearchRange range, Taker taker) {
        long last = address + (size - 1);
        long from = Long.compareUnsigned(address, range.first()) < 0 ? range.first() : address;
        long to = Long.compareUnsigned(last, range.last()) > 0 ? range.last() : last;
        long at = from;
        while (true) {
            long offset = offsetOf(frame + ((at - address) >>> Frames.PAGE_SHIFT));
            long pageLast = at | (Frames.PAGE_SIZE - 1);
            long end = Long.compareUnsigned(pageLast, to) < 0 ? pageLast : to;
            if (offset >= 0 && !taker.accept(at, offset + (at & (Frames.PAGE_SIZE - 1)), end - at + 1)) {
                return false;
            }
            if (end == to) {
                return true;
            }
            at = end + 1;
        }
    }

    private long offsetOf(long frame) {
        return image.frameNaming() == FrameNaming.MFN
                ? image.frames().fileOffsetOfMfn(frame)
                : image.frames().fileOffsetOfPfn(frame);
    }
}

package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.PageTableEntry;
import dev.xmdb.target.paging.PagingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for a kernel's own root table where nothing tells it: the table lies in the kernel's image, and so it is the one page that maps
 * itself there. Every process' root leads to the same image, but none of them is part of it.
 */
final class SelfMapping {
    private static final int LAST = 511;
    private static final int UPPER_HALF = 256;
    private static final int MOST_IMAGES = 64;
    private static final int MOST_ROOTS = 8;

    private final DomainImage image;
    private final Roots roots;
    private final boolean byMfn;
    private final PagingMode mode;
    /** File offsets of the pages of each kernel image that was looked at, by the table that the last entry of its roots leads to. */
    private final Map<Long, Set<Long>> images = new HashMap<>();

    private final List<PagedMemory> found = new ArrayList<>();
    private long pages;

    private SelfMapping(DomainImage image, PagingMode mode, long pages) {
        this.image = image;
        this.roots = new Roots(image);
        this.byMfn = image.frameNaming() == FrameNaming.MFN;
        this.mode = mode;
        this.pages = pages;
    }

    /**
     * Root tables that map themselves.
     *
     * @param mode the shape of the tables
     * @param pages how many pages to look at, at most
     */
    static List<PagedMemory> find(DomainImage image, PagingMode mode, long pages) {
        var search = new SelfMapping(image, mode, pages);
        image.frames().scanRuns(run -> search.run(run.pfn(), run.length()));
        return search.found;
    }

    private boolean run(long pfn, long length) {
        for (long each = pfn; each >= 0 && each < pfn + length; each++) {
            if (pages-- <= 0 || found.size() == MOST_ROOTS) {
                return false;
            }
            long page = image.frames().fileOffsetOfPfn(each);
            if (page >= 0 && page <= image.bytes().byteSize() - Frames.PAGE_SIZE) {
                look(each, page);
            }
        }
        return true;
    }

    private void look(long pfn, long page) {
        long last = entry(page, LAST);
        if (!PageTableEntry.isPresent(last) || offset(PageTableEntry.tableFrame(last, mode)) < 0) {
            return;
        }
        long next = PageTableEntry.tableFrame(last, mode);
        if (images.size() > MOST_IMAGES && !images.containsKey(next)) {
            return;
        }
        Set<Long> mapped = images.computeIfAbsent(next, _ -> mapped(pfn));
        if (mapped.contains(page) && mapsMore(page)) {
            roots.ofPfn(pfn, mode).ifPresent(found::add);
        }
    }

    /** Where the pages are that a root maps at the kernel's image. */
    private Set<Long> mapped(long pfn) {
        Set<Long> offsets = new HashSet<>();
        roots.ofPfn(pfn, mode).ifPresent(space -> {
            long at = space.tables().nextReadable(KernelImage.START, KernelImage.END);
            while (Long.compareUnsigned(at, KernelImage.END) < 0) {
                offsets.add(space.fileOffset(at));
                at = space.tables().nextReadable(at + Frames.PAGE_SIZE, KernelImage.END);
            }
        });
        return offsets;
    }

    /** The tables that an early boot uses, and the upper part of a five-level one, map nothing but the image. */
    private boolean mapsMore(long page) {
        for (int each = UPPER_HALF; each < LAST; each++) {
            if (PageTableEntry.isPresent(entry(page, each))) {
                return true;
            }
        }
        return false;
    }

    private long entry(long page, int index) {
        return LittleEndian.u64(image.bytes(), page + (long) index * Long.BYTES);
    }

    private long offset(long frame) {
        return byMfn ? image.frames().fileOffsetOfMfn(frame) : image.frames().fileOffsetOfPfn(frame);
    }
}

package dev.xmdb.target.search;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.work.Effort;
import java.util.List;

/**
 * Virtual memory that is not only behind page tables: each page is translated by itself.
 *
 * @param image where it is
 * @param space the memory
 */
public record TranslatedMemory(DomainImage image, PagedMemory space) implements SearchedMemory {
    @Override
    public List<String> extents(SearchRange range, Taker taker, Effort effort) {
        long end = range.last() == -1 ? -1 : range.last() + 1;
        long at = space.tables().nextReadable(start(range.first()), end);
        for (long pages = 0; Long.compareUnsigned(at, end) < 0; pages++) {
            effort.advance("translating pages", pages, 0);
            long next = (at | (Frames.PAGE_SIZE - 1)) + 1;
            long to = Long.compareUnsigned(next - 1, end) < 0 ? next : end;
            if (!taker.accept(at, space.fileOffset(at), to - at)) {
                break;
            }
            at = next == 0 ? end : space.tables().nextReadable(next, end);
        }
        return List.of();
    }

    /** The first address of the upper half, when one between the halves is given. */
    private long start(long first) {
        long upper = space.mode() == PagingMode.LONG_5_LEVEL ? 0xff00_0000_0000_0000L : 0xffff_8000_0000_0000L;
        return first < 0 && Long.compareUnsigned(first, upper) < 0 ? upper : first;
    }
}

package dev.xmdb.target.search;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.work.Effort;
import java.util.List;

/**
 * Guest-physical memory, in the order of its frames.
 *
 * @param image where it is
 */
public record PhysicalMemory(DomainImage image) implements SearchedMemory {
    @Override
    public long size() {
        return image.frames().statistics().present() << Frames.PAGE_SHIFT;
    }

    @Override
    public List<String> extents(SearchRange range, Taker taker, Effort effort) {
        Frames frames = image.frames();
        frames.scanRuns(run -> {
            long first = run.pfn() << Frames.PAGE_SHIFT;
            long last = first + (run.length() << Frames.PAGE_SHIFT) - 1;
            if (last < first || Long.compareUnsigned(first, range.last()) > 0) {
                return false;
            }
            long offset = frames.fileOffsetOfPfn(run.pfn());
            if (offset < 0 || Long.compareUnsigned(last, range.first()) < 0) {
                return true;
            }
            long from = Long.compareUnsigned(first, range.first()) < 0 ? range.first() : first;
            long to = Long.compareUnsigned(last, range.last()) > 0 ? range.last() : last;
            return taker.accept(from, offset + (from - first), to - from + 1);
        });
        return List.of();
    }
}

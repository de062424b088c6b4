package dev.xmdb.target.guest.linux.page;

import dev.xmdb.target.work.Effort;
import java.util.List;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap;

/** How many pages there are of each kind. */
public final class PageTally {
    private final ObjectLongHashMap<PageKind> pages = new ObjectLongHashMap<>();
    private PageScan.End end = new PageScan.End(0, List.of());

    private PageTally() {}

    /** Counts all pages in one pass over their structures. */
    public static PageTally of(PageArray array, Effort effort) {
        var tally = new PageTally();
        tally.end = PageScan.run(
                array,
                (pfn, count, kind, flags) -> {
                    tally.pages.addToValue(kind, count);
                    return true;
                },
                effort);
        return tally;
    }

    /** The pages of a kind. */
    public long of(PageKind kind) {
        return pages.get(kind);
    }

    /** All of them. */
    public long total() {
        return pages.sum();
    }

    /** What could not be read, one sentence each. */
    public List<String> problems() {
        return end.problems();
    }
}

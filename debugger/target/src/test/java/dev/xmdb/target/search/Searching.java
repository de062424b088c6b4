package dev.xmdb.target.search;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;

/** Searching, the long way round: what the search finds, as a list. */
final class Searching {
    private Searching() {}

    static List<Long> addresses(SearchedMemory memory, List<SearchRange> ranges, SearchPattern pattern) {
        var found = new ArrayList<Long>();
        MemorySearch.search(memory, ranges, pattern, (address, length) -> found.add(address), Effort.UNWATCHED);
        return found;
    }

    static List<Long> physical(DomainImage image, SearchPattern pattern) {
        return addresses(new PhysicalMemory(image), List.of(SearchRange.ALL), pattern);
    }
}

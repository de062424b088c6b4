package dev.xmdb.target.search;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of addresses, unsigned.
 *
 * @param first the first address
 * @param last the last address, inclusive, so that a range may end at the last address there is
 */
public record SearchRange(long first, long last) {
    /** Every address. */
    public static final SearchRange ALL = new SearchRange(0, -1);

    /** Refuses a range that ends before it begins. */
    public SearchRange {
        if (Long.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException("a range that ends before it begins");
        }
    }

    /**
     * The range of some bytes from an address on; it ends at the last address there is when that comes first.
     *
     * @param length at least 1, unsigned
     */
    public static SearchRange of(long address, long length) {
        long last = address + (length - 1);
        return new SearchRange(address, Long.compareUnsigned(last, address) < 0 ? -1 : last);
    }

    /** The same addresses in ascending order, ranges that overlap made one; ranges that only touch each other stay apart. */
    static List<SearchRange> ordered(List<SearchRange> ranges) {
        var sorted = new ArrayList<>(ranges);
        sorted.sort((one, other) -> Long.compareUnsigned(one.first, other.first));
        var merged = new ArrayList<SearchRange>();
        for (SearchRange range : sorted) {
            if (merged.isEmpty() || Long.compareUnsigned(range.first, merged.getLast().last) > 0) {
                merged.add(range);
            } else if (Long.compareUnsigned(range.last, merged.getLast().last) > 0) {
                merged.set(merged.size() - 1, new SearchRange(merged.getLast().first, range.last));
            }
        }
        return merged;
    }
}

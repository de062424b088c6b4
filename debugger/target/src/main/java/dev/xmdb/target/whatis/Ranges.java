package dev.xmdb.target.whatis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Ranges of addresses, each with what it is for, found in O(log n). They may overlap; of those that begin at one address the one that was
 * added first comes first, else the one that begins last. Ranges that lie in one another deeper than any kernel's are not all found.
 *
 * @param <T> what a range is for
 */
public final class Ranges<T> {
    /** So many ranges before the one that begins last below an address are looked at: a few in sound kernels. */
    private static final int DEEPEST = 256;

    private final long[] starts;
    private final long[] ends;
    private final long[] furthest;
    private final List<T> values;

    private record Range<T>(long start, long end, T value) {}

    private Ranges(List<Range<T>> sorted) {
        int count = sorted.size();
        starts = new long[count];
        ends = new long[count];
        furthest = new long[count];
        long end = 0;
        for (int i = 0; i < count; i++) {
            starts[i] = sorted.get(i).start();
            ends[i] = sorted.get(i).end();
            end = Long.compareUnsigned(ends[i], end) > 0 ? ends[i] : end;
            furthest[i] = end;
        }
        values = sorted.stream().map(Range::value).toList();
    }

    /** Collects ranges. */
    public static final class Builder<T> {
        private final List<Range<T>> ranges = new ArrayList<>();

        /** Adds one, unless it is empty or its end lies before its beginning. */
        public void add(long start, long end, T value) {
            if (Long.compareUnsigned(start, end) < 0) {
                ranges.add(new Range<>(start, end, value));
            }
        }

        /** The ranges that were added. */
        public Ranges<T> build() {
            var sorted = new ArrayList<>(ranges.reversed());
            sorted.sort((one, other) -> Long.compareUnsigned(one.start(), other.start()));
            return new Ranges<>(sorted);
        }
    }

    /** Delivers those that an address is in; whether more are wanted. */
    public boolean at(long address, Predicate<T> sink) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(starts[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int first = Math.max(0, low - DEEPEST);
        for (int i = low - 1; i >= first && Long.compareUnsigned(furthest[i], address) > 0; i--) {
            if (Long.compareUnsigned(address, ends[i]) < 0 && !sink.test(values.get(i))) {
                return false;
            }
        }
        return true;
    }
}

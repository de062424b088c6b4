package dev.xmdb.target.guest.solaris.whatis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Ranges of addresses, each with what it is for, found in O(log n). They may overlap; of those that begin at one address the one that was
 * added first comes first, else the one that begins last.
 *
 * @param <T> what a range is for
 */
final class Ranges<T> {
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
    static final class Builder<T> {
        private final List<Range<T>> ranges = new ArrayList<>();

        /** Adds one, unless it is empty or its end lies before its beginning. */
        void add(long start, long end, T value) {
            if (Long.compareUnsigned(start, end) < 0) {
                ranges.add(new Range<>(start, end, value));
            }
        }

        Ranges<T> build() {
            var sorted = new ArrayList<>(ranges.reversed());
            sorted.sort((one, other) -> Long.compareUnsigned(one.start(), other.start()));
            return new Ranges<>(sorted);
        }
    }

    /** How many there are. */
    int size() {
        return starts.length;
    }

    /** Delivers those that an address is in; whether more are wanted. */
    boolean at(long address, Predicate<T> sink) {
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
        for (int i = low - 1; i >= 0 && Long.compareUnsigned(furthest[i], address) > 0; i--) {
            if (Long.compareUnsigned(address, ends[i]) < 0 && !sink.test(values.get(i))) {
                return false;
            }
        }
        return true;
    }
}

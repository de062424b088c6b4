package dev.xmdb.target.guest.solaris.vmem;

import java.util.stream.IntStream;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/** The segments of an arena that are allocated or free, by their first byte. They do not overlap in a sound kernel. */
final class SegmentIndex {
    private static final int STRIDE = 3;
    private final long[] starts;
    private final long[] ends;
    private final long[] addresses;

    /**
     * An index.
     *
     * @param segments address, start and end of each
     */
    SegmentIndex(LongArrayList segments) {
        int count = segments.size() / STRIDE;
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted((one, other) ->
                        Long.compareUnsigned(segments.get(one * STRIDE + 1), segments.get(other * STRIDE + 1)))
                .mapToInt(Integer::intValue)
                .toArray();
        starts = new long[count];
        ends = new long[count];
        addresses = new long[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = segments.get(order[i] * STRIDE);
            starts[i] = segments.get(order[i] * STRIDE + 1);
            ends[i] = segments.get(order[i] * STRIDE + 2);
        }
    }

    /** The segment structure that covers an address; 0 for none. */
    long at(long address) {
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
        return low > 0 && Long.compareUnsigned(address, ends[low - 1]) < 0 ? addresses[low - 1] : 0;
    }
}

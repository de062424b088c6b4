package dev.xmdb.dump.frames;

import dev.xmdb.dump.Frames;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** An index over runs that do not overlap: three sorted arrays. */
final class RunIndex implements SlotIndex {
    private final long[] starts;
    private final long[] slots;
    private final long[] lengths;
    private final long size;

    private RunIndex(long[] starts, long[] slots, long[] lengths, long size) {
        this.starts = starts;
        this.slots = slots;
        this.lengths = lengths;
        this.size = size;
    }

    /**
     * Builds an index.
     *
     * @param runs the runs of a table
     * @param start the number of a run's first frame, negative for a run without one
     * @param maxStart no start is larger
     * @return the index, or null when two runs share a number, which this form cannot say
     */
    static @Nullable RunIndex over(FrameRuns runs, IntToLongFunction start, long maxStart) {
        int count = 0;
        int[] order = new int[runs.size()];
        for (int run = 0; run < runs.size(); run++) {
            if (start.applyAsLong(run) >= 0) {
                order[count++] = run;
            }
        }
        order = Arrays.copyOf(order, count);
        boolean sorted = true;
        for (int index = 1; index < count && sorted; index++) {
            sorted = start.applyAsLong(order[index - 1]) <= start.applyAsLong(order[index]);
        }
        if (!sorted) {
            order = RadixOrder.sort(order, maxStart, start);
        }
        long[] starts = new long[count];
        long[] slots = new long[count];
        long[] lengths = new long[count];
        long size = 0;
        for (int index = 0; index < count; index++) {
            int run = order[index];
            starts[index] = start.applyAsLong(run);
            slots[index] = runs.slot(run);
            lengths[index] = runs.length(run);
            size += lengths[index];
            if (index > 0 && starts[index - 1] + lengths[index - 1] > starts[index]) {
                return null;
            }
        }
        return new RunIndex(starts, slots, lengths, size);
    }

    @Override
    public long slotOf(long frame) {
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long offset = frame - starts[middle];
            if (offset < 0) {
                high = middle - 1;
            } else if (offset >= lengths[middle]) {
                low = middle + 1;
            } else {
                return slots[middle] + offset;
            }
        }
        return Frames.ABSENT;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long duplicates() {
        return 0;
    }

    @Override
    public void scanStretches(StretchConsumer action) {
        for (int run = 0; run < starts.length; run++) {
            if (!action.accept(slots[run], lengths[run])) {
                return;
            }
        }
    }
}

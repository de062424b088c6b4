package dev.xmdb.dump.frames;

import java.util.Arrays;

/** A growing list of runs, in the order the pass over a table met them, up to a bound; parallel arrays of primitives. */
final class FrameRuns {
    private static final int FIRST_CAPACITY = 1024;

    private final long limit;
    private long[] pfns = new long[FIRST_CAPACITY];
    private long[] mfns = new long[FIRST_CAPACITY];
    private long[] slots = new long[FIRST_CAPACITY];
    private long[] lengths = new long[FIRST_CAPACITY];
    private int size;
    private boolean overflowed;

    /**
     * Starts an empty list.
     *
     * @param limit number of runs after which the list gives up
     */
    FrameRuns(long limit) {
        this.limit = limit;
    }

    void add(long pfn, long mfn, long slot, long length) {
        if (overflowed) {
            return;
        }
        if (size >= limit) {
            overflowed = true;
            size = 0;
            pfns = new long[0];
            mfns = pfns;
            slots = pfns;
            lengths = pfns;
            return;
        }
        if (size == pfns.length) {
            int capacity = size + (size >> 1);
            pfns = Arrays.copyOf(pfns, capacity);
            mfns = Arrays.copyOf(mfns, capacity);
            slots = Arrays.copyOf(slots, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }
        pfns[size] = pfn;
        mfns[size] = mfn;
        slots[size] = slot;
        lengths[size] = length;
        size++;
    }

    /** Whether there were more runs than the list keeps; it is empty then. */
    boolean overflowed() {
        return overflowed;
    }

    int size() {
        return size;
    }

    long pfn(int run) {
        return pfns[run];
    }

    long mfn(int run) {
        return mfns[run];
    }

    long slot(int run) {
        return slots[run];
    }

    long length(int run) {
        return lengths[run];
    }
}

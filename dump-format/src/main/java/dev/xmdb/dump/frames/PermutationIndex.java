package dev.xmdb.dump.frames;

import dev.xmdb.dump.Frames;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** An index for a table in no order: the slots, four bytes each, sorted by the number their entry has. */
final class PermutationIndex implements SlotIndex {
    private static final int DIRECTORY_BITS = 16;

    private final int[] slots;
    private final IntToLongFunction number;
    private final long duplicates;

    /** Where the numbers with given leading bits start, so that a search looks at few entries, which lie all over the table. */
    private final int[] directory;

    private final int shift;

    private PermutationIndex(int[] slots, IntToLongFunction number, long duplicates, int[] directory, int shift) {
        this.slots = slots;
        this.number = number;
        this.duplicates = duplicates;
        this.directory = directory;
        this.shift = shift;
    }

    /**
     * Builds an index. Of entries with the same number the first in the table wins.
     *
     * @param unsorted the slots to index, ascending; not to be used afterwards
     * @param maxNumber no number is larger
     * @param number the number of the entry in a slot; not negative
     */
    static PermutationIndex over(int[] unsorted, long maxNumber, IntToLongFunction number) {
        int[] slots = RadixOrder.sort(unsorted, maxNumber, number);
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, maxNumber));
        int shift = Math.max(0, bits - DIRECTORY_BITS);
        int[] directory = new int[(1 << Math.min(bits, DIRECTORY_BITS)) + 1];
        int kept = 0;
        long before = -1;
        // One pass for both: the sorted slots lead all over the table, and every step of it costs a miss.
        for (int slot : slots) {
            long found = number.applyAsLong(slot);
            if (found != before) {
                slots[kept++] = slot;
                directory[(int) (found >>> shift) + 1]++;
                before = found;
            }
        }
        for (int lead = 1; lead < directory.length; lead++) {
            directory[lead] += directory[lead - 1];
        }
        int duplicates = slots.length - kept;
        return new PermutationIndex(
                duplicates == 0 ? slots : Arrays.copyOf(slots, kept), number, duplicates, directory, shift);
    }

    @Override
    public long slotOf(long frame) {
        long lead = frame >>> shift;
        if (lead >= directory.length - 1) {
            return Frames.ABSENT;
        }
        int low = directory[(int) lead];
        int high = directory[(int) lead + 1] - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = number.applyAsLong(slots[middle]);
            if (found > frame) {
                high = middle - 1;
            } else if (found < frame) {
                low = middle + 1;
            } else {
                return slots[middle];
            }
        }
        return Frames.ABSENT;
    }

    @Override
    public long size() {
        return slots.length;
    }

    @Override
    public long duplicates() {
        return duplicates;
    }

    @Override
    public void scanStretches(StretchConsumer action) {
        for (int slot : slots) {
            if (!action.accept(slot, 1)) {
                return;
            }
        }
    }
}

package dev.xmdb.dump.frames;

import dev.xmdb.dump.Frames;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** An index for a table in no order: the slots, four bytes each, sorted by the number their entry has. */
final class PermutationIndex implements SlotIndex {
    private final int[] slots;
    private final IntToLongFunction number;
    private final long duplicates;

    private PermutationIndex(int[] slots, IntToLongFunction number, long duplicates) {
        this.slots = slots;
        this.number = number;
        this.duplicates = duplicates;
    }

    /**
     * Builds an index; of entries with the same number the first in the table wins.
     *
     * @param unsorted the slots to index, ascending; not to be used afterwards
     * @param maxNumber no number is larger
     * @param number the number of the entry in a slot
     */
    static PermutationIndex over(int[] unsorted, long maxNumber, IntToLongFunction number) {
        int[] slots = RadixOrder.sort(unsorted, maxNumber, number);
        int kept = 0;
        for (int index = 0; index < slots.length; index++) {
            if (kept == 0 || number.applyAsLong(slots[kept - 1]) != number.applyAsLong(slots[index])) {
                slots[kept++] = slots[index];
            }
        }
        int duplicates = slots.length - kept;
        return new PermutationIndex(duplicates == 0 ? slots : Arrays.copyOf(slots, kept), number, duplicates);
    }

    @Override
    public long slotOf(long frame) {
        int low = 0;
        int high = slots.length - 1;
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
    public void forEachStretch(StretchConsumer action) {
        for (int slot : slots) {
            action.accept(slot, 1);
        }
    }
}

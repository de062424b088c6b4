package dev.xmdb.dump.frames;

import dev.xmdb.dump.Frames;

/**
 * No index at all: a binary search by PFN on the mapped table, whose valid entries come first and ascend strictly.
 *
 * @param table the table
 * @param size valid entries
 */
record SortedTableIndex(FrameTable table, long size) implements SlotIndex {
    private static final long FIRST_REACH = 16;

    @Override
    public long slotOf(long frame) {
        // PFNs ascend by one or more from slot to slot: a frame is in the slot of its own number or before, and seldom
        // far before.
        long low = 0;
        long high = Math.min(size - 1, frame);
        long reach = FIRST_REACH;
        while (high - low > reach && table.pfn(high - reach) > frame) {
            high -= reach;
            reach <<= 1;
        }
        low = Math.max(low, high - reach);
        while (low <= high) {
            long middle = (low + high) >>> 1;
            long pfn = table.pfn(middle);
            if (pfn > frame) {
                high = middle - 1;
            } else if (pfn < frame) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return Frames.ABSENT;
    }

    @Override
    public long duplicates() {
        return 0;
    }

    @Override
    public void scanStretches(StretchConsumer action) {
        for (long slot = 0; slot < size; slot++) {
            if (!action.accept(slot, 1)) {
                return;
            }
        }
    }
}

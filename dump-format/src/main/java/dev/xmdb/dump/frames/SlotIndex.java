package dev.xmdb.dump.frames;

import dev.xmdb.dump.Frames;

/** Finds the slot of a frame by one of its two numbers. Immutable; a lookup allocates nothing. */
sealed interface SlotIndex permits RunIndex, SortedTableIndex, PermutationIndex {

    /** The slot of the frame with a number, or {@link Frames#ABSENT}. */
    long slotOf(long frame);

    /** Frames in the index. */
    long size();

    /** Entries of the table whose number an earlier entry already had. */
    long duplicates();

    /** Every stretch of the index in ascending order of the number: first slot and number of frames in consecutive slots. */
    void forEachStretch(StretchConsumer action);

    /** Receives stretches. */
    @FunctionalInterface
    interface StretchConsumer {
        /** Takes frames with consecutive numbers in consecutive slots. */
        void accept(long slot, long length);
    }
}

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

    /** The stretches of the index in ascending order of the number, as far as they are wanted. */
    void scanStretches(StretchConsumer action);

    /** Receives stretches. */
    @FunctionalInterface
    interface StretchConsumer {
        /**
         * Takes frames with consecutive numbers in consecutive slots.
         *
         * @param slot the first slot
         * @param length how many frames
         * @return false when no more are wanted
         */
        boolean accept(long slot, long length);
    }
}

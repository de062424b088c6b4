package dev.xmdb.target.paging;

import dev.xmdb.dump.FrameAbsence;
import java.util.List;

/**
 * One walk of the page tables, step by step.
 *
 * @param address the virtual address
 * @param mode the shape of the tables
 * @param rootFrame frame of the root table, as the tables name frames
 * @param steps the entries that were read, root first; at most five
 * @param outcome where it ended
 */
public record Translation(long address, PagingMode mode, long rootFrame, List<Step> steps, Outcome outcome) {
    /** Copies the list. */
    public Translation {
        steps = List.copyOf(steps);
    }

    /**
     * One entry that was read.
     *
     * @param level 1 is the last level
     * @param tableFrame frame of the table, as the tables name frames (MFN of a PV guest in a core, PFN otherwise)
     * @param index entry number in the table
     * @param entry the raw entry
     * @param fileOffset where the entry lies in the image file
     */
    public record Step(int level, long tableFrame, int index, long entry, long fileOffset) {}

    /** How a walk ends. */
    public sealed interface Outcome {

        /**
         * The address is mapped, and the frame's bytes are in the image.
         *
         * @param frame the 4 KiB frame that holds the address, as the tables name frames
         * @param pageShift log2 of the mapping's size: 12, 21, 22 or 30
         * @param fileOffset where the addressed byte lies in the image file
         */
        record Mapped(long frame, int pageShift, long fileOffset) implements Outcome {}

        /**
         * The address is mapped to a frame that the image does not have.
         *
         * @param frame the 4 KiB frame
         * @param pageShift log2 of the mapping's size
         * @param absence why it is not there
         */
        record FrameNotInImage(long frame, int pageShift, FrameAbsence absence) implements Outcome {}

        /**
         * An entry is not present; it is the last step.
         *
         * @param level the entry's level
         */
        record NotPresent(int level) implements Outcome {}

        /**
         * A table is not in the image.
         *
         * @param level the table's level
         * @param frame the table's frame
         * @param absence why it is not there
         */
        record TableNotInImage(int level, long frame, FrameAbsence absence) implements Outcome {}

        /**
         * An entry has a bit set that its level reserves (page size at level 4 or 5).
         *
         * @param level the entry's level
         */
        record ReservedBit(int level) implements Outcome {}

        /** The address is not canonical in this mode. */
        record NonCanonical() implements Outcome {}

        /**
         * The address lies in the range that the hypervisor keeps for itself in a PV guest's address space; its tables are never in an
         * image.
         *
         * @param what the part of the range, for example {@code read-only machine-to-physical table}
         */
        record HypervisorRange(String what) implements Outcome {}
    }

    /** True when the addressed byte can be read. */
    public boolean readable() {
        return outcome instanceof Outcome.Mapped;
    }
}

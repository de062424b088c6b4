package dev.xmdb.target.paging;

import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.FrameNaming;
import java.util.List;

/**
 * One walk of the page tables, step by step.
 *
 * @param address the virtual address
 * @param mode the shape of the tables
 * @param naming which frame numbers the tables hold
 * @param rootFrame frame of the root table, as the tables name frames
 * @param steps the entries that were read, root first; at most five
 * @param outcome where it ended
 */
public record Translation(
        long address, PagingMode mode, FrameNaming naming, long rootFrame, List<Step> steps, Outcome outcome) {
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
         * An entry has a bit set that its level reserves (page size at level 4 or 5, or at level 3 of PAE).
         *
         * @param level the entry's level
         */
        record ReservedBit(int level) implements Outcome {}

        /** No page tables are known that could map the address. */
        record NoTables() implements Outcome {}

        /** The address is not canonical in this mode; in a 32-bit mode, it has more than 32 bits. */
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

    /** The outcome as a sentence without a subject: level, table frame, index and file offset of what stopped the walk. */
    public String reason() {
        return switch (outcome) {
            case Outcome.Mapped mapped ->
                "maps " + frame(mapped.frame()) + " (" + pageSize(mapped.pageShift()) + " page)";
            case Outcome.FrameNotInImage absent ->
                (steps.isEmpty() ? "" : "L" + steps.getLast().level() + " maps ")
                        + frame(absent.frame())
                        + (steps.isEmpty() ? " is " : ", which is ")
                        + absent.absence().reason();
            case Outcome.NotPresent absent -> "L" + absent.level() + " entry not present" + place();
            case Outcome.TableNotInImage absent ->
                (steps.isEmpty() ? "root table " : "L" + absent.level() + " table ")
                        + frame(absent.frame())
                        + " is "
                        + absent.absence().reason()
                        + namedBy();
            case Outcome.ReservedBit reserved ->
                "L" + reserved.level() + " entry has the page-size bit, reserved at this level" + place();
            case Outcome.NoTables _ -> "no page tables are known that could map it";
            case Outcome.NonCanonical _ -> mode.wordSize() == 8 ? "not canonical" : "not a 32-bit address";
            case Outcome.HypervisorRange range -> "hypervisor range (" + range.what() + ")";
        };
    }

    private String namedBy() {
        return steps.isEmpty() ? "" : ", named by L" + steps.getLast().level() + " entry" + place();
    }

    private String place() {
        if (steps.isEmpty()) {
            return "";
        }
        Step last = steps.getLast();
        return " (table " + frame(last.tableFrame()) + ", index " + hex(last.index()) + ", file offset "
                + hex(last.fileOffset()) + ")";
    }

    private String frame(long number) {
        return (naming == FrameNaming.MFN ? "mfn " : "pfn ") + hex(number);
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    /**
     * The size of a page for people.
     *
     * @param pageShift log2 of its bytes
     * @return for example {@code 4 KiB}
     */
    public static String pageSize(int pageShift) {
        if (pageShift >= 30) {
            return (1L << (pageShift - 30)) + " GiB";
        }
        return pageShift >= 20 ? (1L << (pageShift - 20)) + " MiB" : (1L << (pageShift - 10)) + " KiB";
    }
}

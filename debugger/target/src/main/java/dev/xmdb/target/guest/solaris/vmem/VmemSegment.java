package dev.xmdb.target.guest.solaris.vmem;

import java.util.List;
import java.util.Optional;

/**
 * A segment of an arena ({@code vmem_seg_t}).
 *
 * @param address of the structure
 * @param code the kernel's number for its kind
 * @param start its first byte
 * @param end the first byte after it
 * @param thread who allocated or freed it; 0 when that is not recorded
 * @param timestamp when, in nanoseconds since the kernel started
 * @param stack where: program counters, innermost first; empty when that is not recorded
 */
public record VmemSegment(long address, int code, long start, long end, long thread, long timestamp, List<Long> stack) {

    /** What a segment can be. */
    public enum Kind {
        /** Allocated. */
        ALLOCATED(1, "ALLC"),
        /** Free. */
        FREE(2, "FREE"),
        /** A range that the arena was given, with the segments it was cut into behind it. */
        SPAN(0x10, "SPAN"),
        /** Where a search began last. */
        ROTOR(0x20, "ROTR"),
        /** Where somebody walks the arena. */
        WALKER(0x40, "WLKR");

        private final int code;
        private final String word;

        Kind(int code, String word) {
            this.code = code;
            this.word = word;
        }

        /** The kernel's number. */
        public int code() {
            return code;
        }

        /** Four letters. */
        public String word() {
            return word;
        }
    }

    /** Copies the list. */
    public VmemSegment {
        stack = List.copyOf(stack);
    }

    /** Its kind; empty when the kernel has no kind of that number. */
    public Optional<Kind> kind() {
        return kindOf(code);
    }

    static Optional<Kind> kindOf(int code) {
        for (Kind kind : Kind.values()) {
            if (kind.code() == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** How many bytes it has. */
    public long size() {
        return end - start;
    }
}

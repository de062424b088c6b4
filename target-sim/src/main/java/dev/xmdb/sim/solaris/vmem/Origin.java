package dev.xmdb.sim.solaris.vmem;

import java.util.List;

/**
 * Who did something to a piece of memory, and when.
 *
 * @param thread address of the thread's structure
 * @param timestamp nanoseconds since boot
 * @param stack return addresses, innermost first
 */
public record Origin(long thread, long timestamp, List<Long> stack) {
    /** Nobody knows: what happened before anything was recorded. */
    public static final Origin UNKNOWN = new Origin(0, 0, List.of());

    /** A copy of the values. */
    public Origin {
        stack = List.copyOf(stack);
    }
}

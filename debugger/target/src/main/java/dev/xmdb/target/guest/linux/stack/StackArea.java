package dev.xmdb.target.guest.linux.stack;

import java.util.OptionalInt;

/**
 * Memory that is a kernel stack.
 *
 * @param kind what runs on it
 * @param name what it is called: {@code task stack}, {@code IRQ stack}, {@code NMI exception stack}, {@code entry stack}
 * @param cpu the CPU whose stack it is; empty for a task's
 * @param task address of the {@code struct task_struct} whose stack it is; 0 for a CPU's, and where it is not known
 * @param low its lowest address
 * @param high the address after its last one, at which it begins to fill
 */
public record StackArea(Kind kind, String name, OptionalInt cpu, long task, long low, long high) {
    /** What runs on a stack. */
    public enum Kind {
        /** A task in the kernel. */
        TASK,
        /** Interrupts, hard and soft ones. */
        INTERRUPT,
        /** An exception that has a stack of its own. */
        EXCEPTION,
        /** The first instructions after user mode. */
        ENTRY
    }

    /** Whether an address lies in it. */
    public boolean contains(long address) {
        return Long.compareUnsigned(address - low, high - low) < 0;
    }
}

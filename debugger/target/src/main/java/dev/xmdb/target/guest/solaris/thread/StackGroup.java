package dev.xmdb.target.guest.solaris.thread;

import java.util.List;

/**
 * Threads that do the same: in the same state, waiting for the same kind of thing, with the same return addresses on their stacks.
 *
 * @param stack the stack of the first of them
 * @param state the value of their state; see {@link ThreadState}
 * @param panic whether they panicked
 * @param syncOperations address of the operations of what they wait for; 0 for nothing
 * @param threads their addresses in the order of the kernel's list
 */
public record StackGroup(ThreadStack stack, long state, boolean panic, long syncOperations, List<Long> threads) {
    /** Copies the list. */
    public StackGroup {
        threads = List.copyOf(threads);
    }
}

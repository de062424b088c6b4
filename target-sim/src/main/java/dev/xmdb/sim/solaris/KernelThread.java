package dev.xmdb.sim.solaris;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread that was made.
 *
 * @param kthread its structure
 * @param owner the process it belongs to
 * @param start the function it began with, or the name of its process
 * @param state what it does
 * @param flags {@code t_flag}
 * @param priority {@code t_pri}
 * @param stack frames that a debugger finds from {@code t_sp}, innermost first; empty for a free thread
 * @param taskq name of the taskq it works for, or null
 * @param waitsFor what it waits for, or null
 * @param turnstile {@code t_ts}: the lock's while it waits for one, else its own; 0 for none
 */
public record KernelThread(
        GuestStruct kthread,
        GuestProcess owner,
        String start,
        ThreadState state,
        int flags,
        int priority,
        List<StackBuilder.Frame> stack,
        @Nullable String taskq,
        Threads.@Nullable Wait waitsFor,
        long turnstile) {

    /** Address of its structure. */
    public long va() {
        return kthread.va();
    }

    /** The same thread, of whose stack a debugger finds only some frames. */
    public KernelThread withStack(List<StackBuilder.Frame> found) {
        return new KernelThread(
                kthread, owner, start, state, flags, priority, List.copyOf(found), taskq, waitsFor, turnstile);
    }

    /** The same thread with other flags. */
    public KernelThread withFlags(int others) {
        return new KernelThread(kthread, owner, start, state, others, priority, stack, taskq, waitsFor, turnstile);
    }
}

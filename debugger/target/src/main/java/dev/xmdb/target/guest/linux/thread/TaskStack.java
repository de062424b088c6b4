package dev.xmdb.target.guest.linux.thread;

import dev.xmdb.target.Vcpu;
import dev.xmdb.target.stack.StackFrame;
import java.util.List;
import java.util.Optional;

/**
 * The kernel stack of a task.
 *
 * @param origin what it was followed from
 * @param vcpu the vCPU that runs the task; empty when none does
 * @param sp where it begins; 0 when there is none
 * @param frames its frames, innermost first
 * @param sound whether it ends as a sound stack does
 * @param reason why there are no more frames
 */
public record TaskStack(
        Origin origin, Optional<Vcpu> vcpu, long sp, List<StackFrame> frames, boolean sound, String reason) {
    /** Copies the list. */
    public TaskStack {
        frames = List.copyOf(frames);
    }

    /** What a stack is followed from. */
    public enum Origin {
        /** From what the scheduler saved as the task gave up its CPU. */
        SAVED,
        /** From the registers of the vCPU that ran it in the kernel. */
        KERNEL_MODE,
        /** A vCPU ran it in user mode: there is nothing on its kernel stack. */
        USER_MODE,
        /** There is nothing to begin with. */
        NONE
    }
}

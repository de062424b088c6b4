package dev.xmdb.target.guest.linux.thread;

import dev.xmdb.target.Vcpu;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.Unwind;
import java.util.List;
import java.util.Optional;

/**
 * The kernel stack of a task.
 *
 * @param origin what it was followed from
 * @param vcpu the vCPU that runs the task; empty when none does
 * @param unwind its frames, and why there are no more
 */
public record TaskStack(Origin origin, Optional<Vcpu> vcpu, Unwind unwind) {
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

    /** Its frames, innermost first. */
    public List<StackFrame> frames() {
        return unwind.frames();
    }

    /** Where it begins; 0 when there is none. */
    public long sp() {
        return frames().isEmpty() ? 0 : frames().getFirst().fp();
    }

    /** Whether it ends as a sound stack does. */
    public boolean sound() {
        return unwind.end().cause().sound();
    }

    /** Why there are no more frames. */
    public String reason() {
        return unwind.end().reason();
    }
}

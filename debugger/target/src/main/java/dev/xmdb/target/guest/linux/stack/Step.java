package dev.xmdb.target.guest.linux.stack;

import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.Unwind;
import java.util.Map;
import java.util.Optional;

/** What one step outwards on a stack leads to. */
sealed interface Step {
    /** Follows a stack by one frame. Throws {@link dev.xmdb.target.memory.MemoryFaultException} where memory is not there. */
    @FunctionalInterface
    interface Rule {
        /** The step from a place. */
        Step from(Place at);
    }

    /**
     * Where a function stands.
     *
     * @param ip its instruction, or the one it will return to
     * @param sp where its stack ends
     * @param bp its frame pointer register
     * @param exact whether {@code ip} is the next instruction, and not one behind a call
     * @param registers further registers, where they are known
     * @param passage how one gets there from the frame inside it
     * @param interrupted what was saved as it was interrupted; empty when it was not
     */
    record Place(
            long ip,
            long sp,
            long bp,
            boolean exact,
            Map<OrcRegister, Long> registers,
            Passage passage,
            Optional<RegisterSet> interrupted)
            implements Step {
        /** A place that is known by a call, or as the start. */
        Place(long ip, long sp, long bp, boolean exact, Passage passage) {
            this(ip, sp, bp, exact, Map.of(), passage, Optional.empty());
        }
    }

    /** How one gets from a frame to the one around it. */
    enum Passage {
        /** On the same stack. */
        SAME_STACK,
        /** On the same stack, if code without unwind data keeps a frame pointer. */
        SUPPOSED,
        /** Perhaps on another stack. */
        OTHER_STACK
    }

    /**
     * Why there is no next place.
     *
     * @param user the registers of user mode that it ends with
     */
    record Stop(Unwind.Cause cause, String reason, Optional<RegisterSet> user) implements Step {
        /** An end without registers. */
        Stop(Unwind.Cause cause, String reason) {
            this(cause, reason, Optional.empty());
        }
    }
}

package dev.xmdb.target.stack;

import dev.xmdb.target.registers.RegisterSet;
import java.util.List;
import java.util.Optional;

/**
 * The frames of a stack, innermost first, and why there are no more.
 *
 * @param frames the frames
 * @param end why they end
 * @param user the registers with which the kernel was entered from user mode, where the stack ends with them
 */
public record Unwind(List<StackFrame> frames, End end, Optional<RegisterSet> user) {
    /** The frames of a stack that does not end with registers of user mode. */
    public Unwind(List<StackFrame> frames, End end) {
        this(frames, end, Optional.empty());
    }

    /**
     * The end of an unwind.
     *
     * @param cause what kind of end it is
     * @param pc the return address that belongs to the frame which could not be followed; 0 when there is none
     * @param fp the frame pointer that could not be followed
     * @param reason the end as a sentence without a subject
     */
    public record End(Cause cause, long pc, long fp, String reason) {}

    /** Kinds of ends. */
    public enum Cause {
        /** The outermost frame: it has no caller. */
        OUTERMOST(true),
        /** A frame pointer leads to memory that is not there. */
        UNREADABLE(false),
        /** A frame pointer is no multiple of a word. */
        MISALIGNED(false),
        /** A frame calls itself. */
        CYCLE(false),
        /** There are more frames than any stack holds. */
        TOO_LONG(false),
        /** A frame leads to memory that is no stack, or back to where the stack came from. */
        ASTRAY(false),
        /** Nothing tells where a frame's caller is. */
        NO_DATA(false),
        /** Nothing tells where any caller is: the frames are guesses. */
        GUESSED(true);

        private final boolean sound;

        Cause(boolean sound) {
            this.sound = sound;
        }

        /** Whether a sound stack ends like that. */
        public boolean sound() {
            return sound;
        }
    }
}

package dev.xmdb.target.stack;

import java.util.List;
import java.util.Optional;

/**
 * One frame of a stack.
 *
 * @param pc the code that runs in it, which for all but the innermost one is a return address
 * @param fp its frame pointer
 * @param arguments what the function was called with, as far as it saved it; empty when it saved nothing
 * @param afterCall whether the code is to be named by the call before it: where a function never returns, the address behind its call
 *     already belongs to another function
 * @param guessed whether nothing but the look of a word on the stack speaks for it
 * @param seam what lies between it and the frame inside it; empty when that is a call
 */
public record StackFrame(
        long pc, long fp, List<Long> arguments, boolean afterCall, boolean guessed, Optional<StackSeam> seam) {
    /** A frame whose code is named by its address as it is. */
    public StackFrame(long pc, long fp, List<Long> arguments) {
        this(pc, fp, arguments, false, false, Optional.empty());
    }

    /** The address by which its code is to be named: one inside the call where it is a return address. */
    public long codeAddress() {
        return afterCall ? pc - 1 : pc;
    }
}

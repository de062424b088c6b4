package dev.xmdb.target.stack;

import java.util.List;

/**
 * One frame of a stack.
 *
 * @param pc the code that runs in it, which for all but the innermost one is a return address
 * @param fp its frame pointer
 * @param arguments what the function was called with, as far as it saved it; empty when it saved nothing
 */
public record StackFrame(long pc, long fp, List<Long> arguments) {}

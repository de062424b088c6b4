package dev.xmdb.target.stack;

import dev.xmdb.target.registers.RegisterSet;
import java.util.Optional;

/**
 * What lies between a frame and the one inside it where that is more than a call: an interruption, a change of stacks, or both.
 *
 * @param left the stack that the inner frames were on, for example {@code IRQ stack}; empty when both are on one stack
 * @param interrupted the registers that were saved as the frame was interrupted; empty when it was not
 */
public record StackSeam(Optional<String> left, Optional<RegisterSet> interrupted) {}

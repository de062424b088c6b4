package dev.xmdb.sim.solaris.run;

import org.jspecify.annotations.Nullable;

/**
 * An interrupt being served.
 *
 * @param kind how it is served
 * @param level its priority level
 * @param irq its number; 0 for a soft one
 * @param thread the interrupt thread on whose stack it is served, or null for one on the CPU's interrupt stack
 * @param execution the handler
 * @param trace where in the trap trace buffer its record is
 * @param oldLevel the level that it interrupted
 */
record Interruption(
        Kind kind, int level, int irq, @Nullable SimThread thread, Execution execution, long trace, int oldLevel) {
    /** How an interrupt is served. */
    enum Kind {
        /** By an interrupt thread. */
        THREAD,
        /** By an interrupt thread, as a soft interrupt. */
        SOFT,
        /** On the CPU's interrupt stack. */
        HIGH
    }
}

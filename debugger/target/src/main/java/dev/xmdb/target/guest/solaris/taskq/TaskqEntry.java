package dev.xmdb.target.guest.solaris.taskq;

/**
 * A task that waits in a queue.
 *
 * @param address where its entry is
 * @param function what will be called
 * @param argument with what
 */
public record TaskqEntry(long address, long function, long argument) {}

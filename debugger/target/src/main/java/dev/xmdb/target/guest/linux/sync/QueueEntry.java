package dev.xmdb.target.guest.linux.sync;

/**
 * An entry of a wait queue.
 *
 * @param address where it is
 * @param task the task that it wakes; 0 when it stands for something else
 * @param flags its WQ_FLAG_* bits: 1 means that one such entry is woken at a time
 * @param function what is called to wake it; 0 in a simple queue
 */
public record QueueEntry(long address, long task, long flags, long function) {}

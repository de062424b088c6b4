package dev.xmdb.target.guest.linux.sync;

/**
 * Something that a task waits for.
 *
 * @param task address of its {@code struct task_struct}
 * @param kind what it waits for
 * @param object where that is: the lock, the head of the queue, the timer; of a futex the address in the process's memory; 0 when the
 *     record does not lead there
 * @param record address of the task's record of its wait, on its stack; 0 when the kernel itself tells without one
 * @param writes whether it wants a lock for itself, and not to share it with other readers
 * @param function what is called to wake it, where its record tells
 */
public record TaskWait(long task, WaitKind kind, long object, long record, boolean writes, long function) {}

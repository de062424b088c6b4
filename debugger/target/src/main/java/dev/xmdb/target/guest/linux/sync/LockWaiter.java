package dev.xmdb.target.guest.linux.sync;

/**
 * A task that waits for a lock.
 *
 * @param task address of its {@code struct task_struct}
 * @param writes whether it wants the lock for itself, and not to share it with other readers
 */
public record LockWaiter(long task, boolean writes) {}

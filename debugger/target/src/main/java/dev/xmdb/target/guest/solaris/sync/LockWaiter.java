package dev.xmdb.target.guest.solaris.sync;

/**
 * A thread that waits for a lock.
 *
 * @param thread its address
 * @param writes whether it wants to change what the lock protects: always so for a mutex
 */
public record LockWaiter(long thread, boolean writes) {}

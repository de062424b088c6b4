package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.guest.solaris.thread.SyncObject;

/**
 * A thread that waits for something.
 *
 * @param thread its address
 * @param process address of its process
 * @param kind what it waits for
 * @param channel the address of that; for a lock, the lock
 * @param turnstile the turnstile that it has, which is the lock's while it waits for one
 * @param queue address of the queue that it stands in; 0 when in none
 */
public record Sleeper(long thread, long process, SyncObject kind, long channel, long turnstile, long queue) {}

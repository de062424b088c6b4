package dev.xmdb.target.guest.solaris.sync;

/**
 * A turnstile: the threads that wait for one lock (sys/turnstile.h).
 *
 * @param address where it is
 * @param next the turnstile after it in its hash chain; 0 when there is none
 * @param lock what its threads wait for
 * @param waiters how many there are
 * @param priority the highest priority among them
 * @param inheritor the thread that got that priority; 0 when none did
 * @param inherited the next turnstile in the list of those from which its inheritor got priorities
 * @param writers address of the queue of the writers, in which all that wait for a mutex are too
 * @param readers address of the queue of the readers
 */
public record Turnstile(
        long address,
        long next,
        long lock,
        long waiters,
        long priority,
        long inheritor,
        long inherited,
        long writers,
        long readers) {}

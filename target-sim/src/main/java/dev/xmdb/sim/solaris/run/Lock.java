package dev.xmdb.sim.solaris.run;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lock that threads wait for on a turnstile. */
public abstract sealed class Lock extends SyncObject permits Mutex, RwLock {
    /** Which queue of a turnstile writers wait on, and who takes a mutex. */
    static final int WRITERS = 0;

    /** Which queue of a turnstile readers wait on. */
    static final int READERS = 1;

    private final Deque<Long> spare = new ArrayDeque<>();
    private long turnstile;

    Lock(long va, String operations) {
        super(va, operations);
    }

    /** The thread that has it for itself, or null. */
    public abstract @Nullable SimThread owner();

    /** Address of the turnstile, 0 when nobody waits. */
    public long turnstile() {
        return turnstile;
    }

    /** Turnstiles of later waiters, the next one to be handed out first. */
    Deque<Long> spare() {
        return spare;
    }

    /** A thread begins to wait: the first one lends its turnstile to the lock, the others lay theirs by. */
    void join(SimThread thread) {
        if (turnstile == 0) {
            turnstile = thread.turnstile();
        } else {
            spare.push(thread.turnstile());
            thread.turnstile(turnstile);
        }
        waiters().add(thread);
    }

    /** A thread has waited enough, and takes a turnstile with it. */
    void leave(SimThread thread) {
        waiters().remove(thread);
        if (spare.isEmpty()) {
            turnstile = 0;
        } else {
            thread.turnstile(spare.pop());
        }
    }

    /** The queue that a waiter is in. */
    abstract int queueOf(SimThread waiter);

    /** Those who wait in one queue, as the queue is sorted. */
    List<SimThread> queue(int queue) {
        return waiters().stream()
                .filter(each -> queueOf(each) == queue)
                .sorted(Comparator.comparingInt(SimThread::effectivePriority).reversed())
                .toList();
    }

    /** Whether a waiter wants it for itself. */
    public boolean isWriter(SimThread waiter) {
        return queueOf(waiter) == WRITERS;
    }

    /** Highest priority of those who wait; -1 when nobody does. */
    int urgency() {
        return waiters().stream().mapToInt(SimThread::effectivePriority).max().orElse(-1);
    }
}

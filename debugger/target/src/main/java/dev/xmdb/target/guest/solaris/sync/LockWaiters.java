package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the threads that wait for a lock: those whose turnstile is the lock's. */
public final class LockWaiters {
    private final SolarisGuest kernel;
    private final SyncObjects objects;

    /** In a kernel. */
    public LockWaiters(SolarisGuest kernel) {
        this.kernel = kernel;
        this.objects = SyncObjects.of(kernel);
    }

    /**
     * Waiters.
     *
     * @param waiters the threads, in the order of the kernel's list
     * @param fault what is wrong with the way to them, one sentence; empty when it is sound
     */
    public record Found(List<LockWaiter> waiters, Optional<String> fault) {}

    /**
     * Finds those of one lock.
     *
     * @param lock its address
     * @param effort what to report to
     */
    public Found of(long lock, Effort effort) {
        Sleepers.Found sleepers = Sleepers.of(kernel).find(effort);
        var waiters = new ArrayList<LockWaiter>();
        Optional<String> fault = sleepers.fault();
        for (Sleeper sleeper : sleepers.all()) {
            if (!sleeper.kind().onTurnstile() || sleeper.turnstile() == 0) {
                continue;
            }
            try {
                Turnstile turnstile = objects.turnstile(sleeper.turnstile());
                if (turnstile.lock() == lock && turnstile.waiters() != 0) {
                    waiters.add(new LockWaiter(sleeper.thread(), sleeper.queue() != turnstile.readers()));
                }
            } catch (MemoryFaultException broken) {
                if (sleeper.channel() != lock) {
                    continue;
                }
                fault = fault.or(() -> Optional.of("couldn't read " + Long.toHexString(sleeper.thread())
                        + "'s turnstile at " + Long.toHexString(sleeper.turnstile()) + ": " + broken.getMessage()));
            }
        }
        return new Found(List.copyOf(waiters), fault);
    }
}

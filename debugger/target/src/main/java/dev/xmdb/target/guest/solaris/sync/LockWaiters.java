package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the threads that wait for a lock: those whose turnstile is the lock's. All of them are found at the first need, and kept. */
public final class LockWaiters {
    private final SolarisGuest kernel;
    private final SyncObjects objects;
    private @Nullable Index index;

    private LockWaiters(SolarisGuest kernel) {
        this.kernel = kernel;
        this.objects = SyncObjects.of(kernel);
    }

    /** Those of a kernel. */
    public static LockWaiters of(SolarisGuest kernel) {
        return kernel.kept(LockWaiters.class, () -> new LockWaiters(kernel));
    }

    /**
     * Waiters.
     *
     * @param waiters the threads, in the order of the kernel's list
     * @param fault what is wrong with the way to them, one sentence; empty when it is sound
     */
    public record Found(List<LockWaiter> waiters, Optional<String> fault) {}

    /**
     * What is known of all locks.
     *
     * @param waiters by lock
     * @param faults by lock what is wrong with a turnstile, as far as it can be told
     * @param fault what is wrong with the list of threads
     */
    private record Index(Map<Long, List<LockWaiter>> waiters, Map<Long, String> faults, Optional<String> fault) {}

    /**
     * Finds those of one lock.
     *
     * @param lock its address
     * @param effort what to report to
     */
    public synchronized Found of(long lock, Effort effort) {
        Index known = index;
        if (known == null) {
            known = read(effort);
            index = known;
        }
        Optional<String> fault = known.fault().isPresent()
                ? known.fault()
                : Optional.ofNullable(known.faults().get(lock));
        return new Found(List.copyOf(known.waiters().getOrDefault(lock, List.of())), fault);
    }

    private Index read(Effort effort) {
        Sleepers.Found sleepers = Sleepers.of(kernel).find(effort);
        Map<Long, List<LockWaiter>> waiters = new HashMap<>();
        Map<Long, String> faults = new HashMap<>();
        for (Sleeper sleeper : sleepers.all()) {
            if (!sleeper.kind().onTurnstile() || sleeper.turnstile() == 0) {
                continue;
            }
            try {
                Turnstile turnstile = objects.turnstile(sleeper.turnstile());
                if (turnstile.waiters() != 0) {
                    waiters.computeIfAbsent(turnstile.lock(), lock -> new ArrayList<>())
                            .add(new LockWaiter(sleeper.thread(), sleeper.queue() != turnstile.readers()));
                }
            } catch (MemoryFaultException broken) {
                faults.putIfAbsent(
                        sleeper.channel(),
                        "couldn't read " + Long.toHexString(sleeper.thread()) + "'s turnstile at "
                                + Long.toHexString(sleeper.turnstile()) + ": " + broken.getMessage());
            }
        }
        return new Index(waiters, faults, sleepers.fault());
    }
}

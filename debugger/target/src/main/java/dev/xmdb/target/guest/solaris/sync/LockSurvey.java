package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.Target;
import dev.xmdb.target.guest.Deadlock;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who waits for whom: the locks that threads and CPUs wait for or that sleeping threads hold, and the circles among them. */
public final class LockSurvey {
    private static final int LOCKED_BYTE = 0xff;

    private final SolarisGuest kernel;
    private final SyncObjects objects;
    private final Set<Long> threads;
    private final Map<Long, HeldLock> locks = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * What a survey found.
     *
     * @param locks the locks: first those that are waited for, then those that are only held
     * @param deadlocks the circles
     * @param faults what could not be read, one sentence each
     */
    public record Found(List<HeldLock> locks, List<Deadlock> deadlocks, List<String> faults) {}

    private LockSurvey(SolarisGuest kernel, Sleepers.Found sleepers) {
        this.kernel = kernel;
        this.objects = SyncObjects.of(kernel);
        this.threads = sleepers.threads();
        sleepers.fault().ifPresent(faults::add);
    }

    /**
     * Surveys a kernel.
     *
     * @param kernel the kernel
     * @param target its target, whose vCPUs may spin
     * @param effort what to report to
     */
    public static Found of(SolarisGuest kernel, Target target, Effort effort) {
        Sleepers.Found sleepers = Sleepers.of(kernel).find(effort);
        return new LockSurvey(kernel, sleepers).survey(sleepers.all(), target, effort);
    }

    private Found survey(List<Sleeper> sleepers, Target target, Effort effort) {
        Map<Long, List<SpinningCpus.Spin>> spins = new SpinningCpus(kernel).find(target);
        Map<Long, List<Sleeper>> waiting = new LinkedHashMap<>();
        sleepers.stream()
                .filter(sleeper -> sleeper.kind().onTurnstile())
                .forEach(sleeper -> waiting.computeIfAbsent(sleeper.channel(), lock -> new ArrayList<>())
                        .add(sleeper));
        waiting.forEach((lock, waiters) -> addWaitedFor(lock, waiters, spins.getOrDefault(lock, List.of())));
        spins.forEach((lock, by) -> {
            if (!locks.containsKey(lock)) {
                addSpunFor(lock, by);
            }
        });
        Set<Long> asleep = new HashSet<>();
        sleepers.forEach(sleeper -> asleep.add(sleeper.thread()));
        new LockCandidates(kernel).find(sleepers, effort).forEach((lock, kind) -> addHeld(lock, kind, asleep));
        List<Deadlock> deadlocks = deadlocks(waiting);
        return new Found(List.copyOf(locks.values()), deadlocks, List.copyOf(faults));
    }

    private List<Deadlock> deadlocks(Map<Long, List<Sleeper>> waiting) {
        Map<Long, Long> waits = new LinkedHashMap<>();
        waiting.forEach((lock, waiters) -> waiters.forEach(waiter -> waits.put(waiter.thread(), lock)));
        Map<Long, Long> owners = new LinkedHashMap<>();
        locks.values().stream()
                .filter(lock -> lock.owner() != 0)
                .forEach(lock -> owners.put(lock.address(), lock.owner()));
        List<Deadlock> found = Deadlock.among(waits, owners);
        found.forEach(deadlock -> deadlock.links()
                .forEach(link -> locks.computeIfPresent(link.lock(), (address, lock) -> lock.inDeadlock())));
        return found;
    }

    private void addWaitedFor(long lock, List<Sleeper> sleepers, List<SpinningCpus.Spin> spins) {
        LockKind kind = switch (sleepers.getFirst().kind()) {
            case RWLOCK -> LockKind.RWLOCK;
            case USER_PI -> LockKind.USER;
            default -> LockKind.MUTEX;
        };
        List<LockWaiter> waiters = sleepers.stream().map(this::waiter).toList();
        add(lock, kind, waiters, spins);
    }

    private LockWaiter waiter(Sleeper sleeper) {
        try {
            boolean reads = sleeper.turnstile() != 0
                    && sleeper.queue() == objects.turnstile(sleeper.turnstile()).readers();
            return new LockWaiter(sleeper.thread(), !reads);
        } catch (MemoryFaultException broken) {
            faults.add("turnstile of thread " + Long.toHexString(sleeper.thread()) + ": " + broken.getMessage());
            return new LockWaiter(sleeper.thread(), true);
        }
    }

    private void addSpunFor(long lock, List<SpinningCpus.Spin> spins) {
        boolean mutex = spins.getFirst().mutex();
        add(lock, mutex ? LockKind.MUTEX : LockKind.SPIN, List.of(), spins);
    }

    private void addHeld(long lock, LockKind kind, Set<Long> asleep) {
        if (locks.containsKey(lock)) {
            return;
        }
        try {
            HeldLock found = read(lock, kind, List.of(), List.of());
            if (asleep.contains(found.owner())) {
                locks.put(lock, found);
            }
        } catch (MemoryFaultException unreadable) {
            // It was a guess that a lock is there.
        }
    }

    private void add(long lock, LockKind kind, List<LockWaiter> waiters, List<SpinningCpus.Spin> spins) {
        List<Integer> vcpus = spins.stream().map(SpinningCpus.Spin::vcpu).toList();
        try {
            locks.put(lock, read(lock, kind, waiters, vcpus));
        } catch (MemoryFaultException broken) {
            faults.add("lock at " + Long.toHexString(lock) + ": " + broken.getMessage());
            locks.put(lock, new HeldLock(lock, kind, 0, false, 0, false, waiters, vcpus, false));
        }
    }

    private HeldLock read(long lock, LockKind kind, List<LockWaiter> waiters, List<Integer> vcpus) {
        return switch (kind) {
            case MUTEX ->
                switch (objects.mutex(lock)) {
                    case Mutex.Adaptive mutex -> held(lock, kind, mutex.owner(), 0, mutex.owner() != 0, waiters, vcpus);
                    case Mutex.Spin spin -> held(lock, LockKind.SPIN, 0, 0, spin.held(), waiters, vcpus);
                };
            case SPIN -> held(lock, kind, 0, 0, kernel.memory().readByte(lock) == LOCKED_BYTE, waiters, vcpus);
            case RWLOCK -> {
                Rwlock rwlock = objects.rwlock(lock);
                boolean held = rwlock.owner() != 0 || rwlock.readers() != 0;
                yield held(lock, kind, rwlock.owner(), rwlock.readers(), held, waiters, vcpus);
            }
            case USER -> held(lock, kind, inheritor(waiters), 0, true, waiters, vcpus);
        };
    }

    /** Who has a lock that only the process's memory tells of: the thread that inherited the waiters' priority. */
    private long inheritor(List<LockWaiter> waiters) {
        return Sleepers.of(kernel).find(Effort.UNWATCHED).all().stream()
                .filter(sleeper -> sleeper.thread() == waiters.getFirst().thread() && sleeper.turnstile() != 0)
                .findFirst()
                .map(sleeper -> objects.turnstile(sleeper.turnstile()).inheritor())
                .orElse(0L);
    }

    private HeldLock held(
            long lock,
            LockKind kind,
            long owner,
            long readers,
            boolean held,
            List<LockWaiter> waiters,
            List<Integer> vcpus) {
        return new HeldLock(lock, kind, owner, threads.contains(owner), readers, held, waiters, vcpus, false);
    }
}

package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.Deadlock;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who waits for whom: the locks that sleeping tasks wait for, those among the kernel's well-known ones that are held, and the circles
 * among them. A lock that readers hold does not tell who they are, so that no circle is found through it.
 */
public final class LockSurvey {
    private final LinuxGuest guest;
    private final List<String> faults = new ArrayList<>();
    private final Map<Long, KernelLock> locks = new LinkedHashMap<>();
    private final Map<Long, Long> waits = new LinkedHashMap<>();

    /**
     * What a survey found.
     *
     * @param locks the locks: first those that are waited for, then those that are only held
     * @param deadlocks the circles
     * @param faults what could not be read, one sentence each
     */
    public record Found(List<KernelLock> locks, List<Deadlock> deadlocks, List<String> faults) {
        /** Copies the lists. */
        public Found {
            locks = List.copyOf(locks);
            deadlocks = List.copyOf(deadlocks);
            faults = List.copyOf(faults);
        }
    }

    private LockSurvey(LinuxGuest guest) {
        this.guest = guest;
    }

    /**
     * Surveys a kernel.
     *
     * @param tasks all of its tasks
     * @param effort what to report to
     * @throws TypeDataException when the kernel's types do not tell what a lock is
     */
    public static Found of(LinuxGuest guest, List<LinuxTask> tasks, Effort effort) {
        return new LockSurvey(guest).survey(tasks, effort);
    }

    private Found survey(List<LinuxTask> tasks, Effort effort) {
        var finder = new TaskWaits(guest, tasks, faults::add);
        var reader = new LockReader(guest, finder::isTask, faults::add);
        Map<Long, List<TaskWait>> byLock = new LinkedHashMap<>();
        int done = 0;
        for (LinuxTask task : tasks) {
            effort.advance("looking for locks", done++, tasks.size());
            for (TaskWait wait : finder.of(task)) {
                if (wait.kind().lock()) {
                    note(wait, byLock);
                }
            }
        }
        byLock.forEach((address, waiting) -> add(reader, address, waiting));
        KnownLocks.of(guest, tasks).forEach((address, kind) -> addHeld(reader, kind, address));
        Map<Long, Long> owners = new LinkedHashMap<>();
        locks.values().stream()
                .filter(lock -> lock.owner() != 0)
                .forEach(lock -> owners.put(lock.address(), lock.owner()));
        List<Deadlock> deadlocks = Deadlock.among(waits, owners);
        deadlocks.forEach(deadlock -> deadlock.links()
                .forEach(link -> locks.computeIfPresent(link.lock(), (address, lock) -> lock.inDeadlock())));
        return new Found(List.copyOf(locks.values()), deadlocks, faults);
    }

    private void note(TaskWait wait, Map<Long, List<TaskWait>> byLock) {
        if (wait.object() == 0) {
            faults.add("task " + Long.toHexString(wait.task()) + " waits for a "
                    + wait.kind().word() + " to which its record at " + Long.toHexString(wait.record())
                    + " does not lead");
        } else {
            waits.put(wait.task(), wait.object());
            byLock.computeIfAbsent(wait.object(), lock -> new ArrayList<>()).add(wait);
        }
    }

    private void add(LockReader reader, long address, List<TaskWait> waiting) {
        WaitKind kind = waiting.getFirst().kind();
        List<LockWaiter> found = waiting.stream()
                .map(wait -> new LockWaiter(wait.task(), wait.writes()))
                .toList();
        try {
            KernelLock lock = reader.read(kind, address);
            var waiters = new ArrayList<>(lock.waiters());
            found.stream()
                    .filter(waiter -> waiters.stream().noneMatch(known -> known.task() == waiter.task()))
                    .forEach(waiters::add);
            locks.put(address, lock.with(waiters));
        } catch (MemoryFaultException broken) {
            faults.add(kind.word() + " at " + Long.toHexString(address) + ": " + broken.getMessage());
            locks.put(address, new KernelLock(address, kind, 0, List.of(), 0, false, 0, 0, false, -1, found, false));
        }
    }

    private void addHeld(LockReader reader, WaitKind kind, long address) {
        if (locks.containsKey(address)) {
            return;
        }
        try {
            KernelLock lock = reader.read(kind, address);
            if (lock.held() && (lock.ownerExists() || lock.readers() != 0 || kind == WaitKind.SEMAPHORE)) {
                locks.put(address, lock);
            }
        } catch (MemoryFaultException notThere) {
            faults.add(kind.word() + " at " + Long.toHexString(address) + ": " + notThere.getMessage());
        }
    }
}

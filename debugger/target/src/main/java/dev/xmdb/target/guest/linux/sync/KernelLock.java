package dev.xmdb.target.guest.linux.sync;

import java.util.List;

/**
 * A lock.
 *
 * @param address where it is
 * @param kind what it is
 * @param word the word that tells its state, as it is: the owner of a mutex or rt_mutex with its flag bits, the count of a readers-writer
 *     or counting semaphore
 * @param flags the names of the flag bits that are set
 * @param owner the task that holds it for itself; 0 when none does, or when the lock does not tell
 * @param ownerExists whether the owner is one of the kernel's tasks
 * @param lastHolder the task that got it most lately, where the lock noted that and does not tell who holds it; else 0
 * @param readers how many hold it to read
 * @param held whether it is held at all
 * @param spinner the number of the CPU that came last to wait for it without sleeping; −1 when none does
 * @param waiters the tasks that sleep until they get it, in the order of the kernel's list
 * @param deadlocked whether it is part of a deadlock
 */
public record KernelLock(
        long address,
        WaitKind kind,
        long word,
        List<String> flags,
        long owner,
        boolean ownerExists,
        long lastHolder,
        long readers,
        boolean held,
        int spinner,
        List<LockWaiter> waiters,
        boolean deadlocked) {
    /** Copies the lists. */
    public KernelLock {
        flags = List.copyOf(flags);
        waiters = List.copyOf(waiters);
    }

    KernelLock inDeadlock() {
        return new KernelLock(
                address, kind, word, flags, owner, ownerExists, lastHolder, readers, held, spinner, waiters, true);
    }

    KernelLock with(List<LockWaiter> all) {
        return new KernelLock(
                address, kind, word, flags, owner, ownerExists, lastHolder, readers, held, spinner, all, deadlocked);
    }
}

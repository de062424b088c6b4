package dev.xmdb.target.guest.solaris.sync;

import java.util.List;

/**
 * A lock that somebody waits for, or that a sleeping thread holds.
 *
 * @param address where it is
 * @param kind what it is
 * @param owner the thread that holds it, for writing; 0 when none does, or when the lock does not tell
 * @param ownerExists whether the owner is in the kernel's list of threads
 * @param readers how many threads hold it for reading
 * @param held whether it is held at all
 * @param waiters the threads that sleep until they get it, in the order of the kernel's list
 * @param spinning the vCPUs that try to get it, by their places in the image
 * @param deadlocked whether it is part of a deadlock
 */
public record HeldLock(
        long address,
        LockKind kind,
        long owner,
        boolean ownerExists,
        long readers,
        boolean held,
        List<LockWaiter> waiters,
        List<Integer> spinning,
        boolean deadlocked) {
    /** Copies the lists. */
    public HeldLock {
        waiters = List.copyOf(waiters);
        spinning = List.copyOf(spinning);
    }

    HeldLock inDeadlock() {
        return new HeldLock(address, kind, owner, ownerExists, readers, held, waiters, spinning, true);
    }
}

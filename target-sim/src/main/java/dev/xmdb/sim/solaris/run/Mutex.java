package dev.xmdb.sim.solaris.run;

import org.jspecify.annotations.Nullable;

/** An adaptive mutex. */
public final class Mutex extends Lock {
    private @Nullable SimThread owner;

    /** A free mutex at an address. */
    public Mutex(long va) {
        super(va, "mutex_sobj_ops");
    }

    @Override
    public @Nullable SimThread owner() {
        return owner;
    }

    void owner(@Nullable SimThread thread) {
        owner = thread;
    }

    /** What is in memory: the owner, and a bit that says whether threads wait. */
    public long word() {
        SimThread holder = owner;
        return (holder == null ? 0 : holder.va()) | (waiters().isEmpty() ? 0 : 1);
    }

    @Override
    int queueOf(SimThread waiter) {
        return WRITERS;
    }
}

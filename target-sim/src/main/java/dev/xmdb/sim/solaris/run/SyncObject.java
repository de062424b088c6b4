package dev.xmdb.sim.solaris.run;

import java.util.ArrayList;
import java.util.List;

/** What threads wait for. */
public abstract sealed class SyncObject permits Lock, Condition, Semaphore {
    private final long va;
    private final String operations;
    private final List<SimThread> waiters = new ArrayList<>();

    SyncObject(long va, String operations) {
        this.va = va;
        this.operations = operations;
    }

    /** Its address. */
    public long va() {
        return va;
    }

    /** The symbol of the operations of its kind. */
    public String operations() {
        return operations;
    }

    /** Threads that wait for it, in the order in which they came. */
    public List<SimThread> waiters() {
        return waiters;
    }
}

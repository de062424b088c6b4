package dev.xmdb.sim.solaris.run;

/** A condition variable. */
public final class Condition extends SyncObject {
    /** One at an address. */
    public Condition(long va) {
        super(va, "cv_sobj_ops");
    }
}

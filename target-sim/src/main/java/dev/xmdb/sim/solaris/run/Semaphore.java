package dev.xmdb.sim.solaris.run;

/** A counting semaphore. */
public final class Semaphore extends SyncObject {
    private int count;

    /** One at an address. */
    public Semaphore(long va, int count) {
        super(va, "sema_sobj_ops");
        this.count = count;
    }

    /** Units left. */
    public int count() {
        return count;
    }

    void add(int units) {
        count += units;
    }
}

package dev.xmdb.sim.solaris;

/** What a thread does, with the kernel's values of {@code t_state}. */
public enum ThreadState {
    /** Not in use. */
    FREE(0),
    /** Waits for something. */
    SLEEP(1),
    /** Could run. */
    RUN(2),
    /** Runs, or is pinned by an interrupt thread. */
    ONPROC(4),
    /** Ended. */
    ZOMB(8),
    /** Stopped. */
    STOPPED(0x10);

    private final int value;

    ThreadState(int value) {
        this.value = value;
    }

    /** The value in memory. */
    public int value() {
        return value;
    }
}

package dev.xmdb.target.guest.linux.sched;

/** A scheduling class, in the order in which the kernel asks them for the next task. */
public enum SchedClass {
    /** The one task of a CPU that may stop everything else there. */
    STOP("stop", "stop_sched_class"),
    /** Tasks with a deadline. */
    DEADLINE("dl", "dl_sched_class"),
    /** Tasks of a real-time priority. */
    REAL_TIME("rt", "rt_sched_class"),
    /** Ordinary tasks. */
    FAIR("fair", "fair_sched_class"),
    /** Tasks that a BPF program schedules (since 6.12). */
    EXTENSIBLE("ext", "ext_sched_class"),
    /** What runs when there is nothing else. */
    IDLE("idle", "idle_sched_class"),
    /** The kernel does not tell. */
    UNKNOWN("?", "");

    private final String word;
    private final String symbol;

    SchedClass(String word, String symbol) {
        this.word = word;
        this.symbol = symbol;
    }

    /** Its name in a listing. */
    public String word() {
        return word;
    }

    /** The kernel's variable that is this class; empty when there is none. */
    String symbol() {
        return symbol;
    }
}

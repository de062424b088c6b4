package dev.xmdb.target.guest.linux.irq;

/** What becomes of the event that a channel has, or why nothing does. */
public enum Delivery {
    /** There is none. */
    NONE("-"),
    /** The CPU takes it as soon as it runs. */
    WAITS("waits"),
    /** The CPU has turned interrupts off, and takes it when it turns them on. */
    CPU_OFF("cpu off"),
    /** The channel is masked, and nobody is told until it is unmasked. */
    MASKED("MASKED"),
    /** It is masked for good, because a CPU that waits for it asks for it. */
    POLLED("polled"),
    /** Its handler runs now. */
    RUNNING("running"),
    /** It is in no queue, though nothing keeps it from there: nobody looks for it, unless a CPU was just about to. */
    NOT_QUEUED("UNQUEUED"),
    /** Nothing of the kernel's is bound to it. */
    NOBODY("NOBODY");

    private final String word;

    Delivery(String word) {
        this.word = word;
    }

    /** A word for a column; in capitals for what nobody gets rid of by waiting. */
    public String word() {
        return word;
    }
}

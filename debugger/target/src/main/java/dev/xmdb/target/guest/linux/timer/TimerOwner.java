package dev.xmdb.target.guest.linux.timer;

/**
 * For whom a timer is set, as its function tells.
 *
 * @param kind what the address is that of
 * @param address where that is; 0 when the timer does not tell
 */
public record TimerOwner(Kind kind, long address) {
    /** A timer that does not tell for whom it is set. */
    public static final TimerOwner NONE = new TimerOwner(Kind.NONE, 0);

    /** What a timer can be set for. */
    public enum Kind {
        /** Unknown. */
        NONE,
        /** A task, which it wakes or signals. */
        TASK,
        /** Delayed work: the function that a worker will call. */
        WORK,
        /** A connection: its {@code struct sock}. */
        SOCKET
    }
}

package dev.xmdb.sim.solaris.xen;

/** How the conversation with the store stands when the domain is frozen. */
public enum StoreSituation {
    /** Every request was answered, every answer was read. */
    QUIET,
    /** Watches fired, and the domain has not read of it: its CPU does not get to the interrupt. */
    EVENTS_UNREAD,
    /** A request was answered, and the domain has not read the answer. */
    REPLY_UNREAD,
    /** The domain has read the head of an answer, not what follows it. */
    REPLY_HALF_READ,
    /** The store has written the head of an answer and part of what follows; the domain has read all of that. */
    REPLY_HALF_WRITTEN,
    /** The store has not taken a request. */
    REQUEST_UNREAD,
    /** A request is longer than the ring, and the store takes nothing. */
    REQUEST_HALF_WRITTEN;

    /** Whether the domain has been notified of bytes that it has not read. */
    boolean notified() {
        return this == EVENTS_UNREAD || this == REPLY_UNREAD;
    }

    /** Whether a thread of the domain waits for the store's answer. */
    boolean asking() {
        return this != QUIET && this != EVENTS_UNREAD;
    }
}

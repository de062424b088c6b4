package dev.xmdb.sim.solaris.xen;

/** Operations of the store's wire protocol that the drivers of a domain use. */
public enum StoreOperation {
    /** Lists the names below a path. */
    DIRECTORY(1),
    /** Reads a value. */
    READ(2),
    /** Asks to be told of changes. */
    WATCH(4),
    /** Starts a transaction. */
    TRANSACTION_START(6),
    /** Commits or drops a transaction. */
    TRANSACTION_END(7),
    /** Writes a value. */
    WRITE(11),
    /** Tells of a change; nobody asked. */
    WATCH_EVENT(15),
    /** The reply to what failed. */
    ERROR(16);

    private final int number;

    StoreOperation(int number) {
        this.number = number;
    }

    /** Its number on the wire. */
    public int number() {
        return number;
    }

    /** Its name in the protocol's header: {@code XS_READ}. */
    public String wireName() {
        return "XS_" + name();
    }
}

package dev.xmdb.target.guest.solaris.timer;

/**
 * The callouts of one time.
 *
 * @param address where it is
 * @param next the list after it
 * @param previous the list before it
 * @param expiration when they are due, in nanoseconds
 * @param flags what kind of time that is, and where the list is
 * @param first the first of its callouts; 0 when it has none
 * @param bucket the hash bucket that it is in; -1 when it is in another queue
 */
public record CalloutList(long address, long next, long previous, long expiration, long flags, long first, int bucket) {
    private static final int FREE = 1;
    private static final int ABSOLUTE = 2;
    private static final int TIME_OF_DAY = 4;
    private static final int IN_HEAP = 0x10;
    private static final int IN_QUEUE = 0x20;

    /** Whether it is not in use. */
    public boolean free() {
        return (flags & FREE) != 0;
    }

    /** Whether its time is absolute. */
    public boolean absolute() {
        return (flags & ABSOLUTE) != 0;
    }

    /** Whether it moves with the time of day. */
    public boolean timeOfDay() {
        return (flags & TIME_OF_DAY) != 0;
    }

    /** Whether it is in the table's heap. */
    public boolean inHeap() {
        return (flags & IN_HEAP) != 0;
    }

    /** Whether it is in the table's overflow queue. */
    public boolean inQueue() {
        return (flags & IN_QUEUE) != 0;
    }
}

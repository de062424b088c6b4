package dev.xmdb.target.guest.solaris.sync;

/**
 * A readers-writer lock: one word, whose low bits are flags and whose others are the writer's address or the number of readers
 * (sys/rwlock_impl.h).
 *
 * @param address where it is
 * @param word its bits
 */
public record Rwlock(long address, long word) {
    private static final int HAS_WAITERS = 1;
    private static final int WRITE_WANTED = 2;
    private static final int WRITE_LOCKED = 4;
    private static final int ONE_READER = 8;
    private static final int READERS_SHIFT = 3;

    /** Its three flag bits: 4 write locked, 2 write wanted, 1 has waiters. */
    public int flags() {
        return (int) word & (HAS_WAITERS | WRITE_WANTED | WRITE_LOCKED);
    }

    /** Whether threads wait for it. */
    public boolean hasWaiters() {
        return (word & HAS_WAITERS) != 0;
    }

    /** Whether a writer waits for it. */
    public boolean writeWanted() {
        return (word & WRITE_WANTED) != 0;
    }

    /** Whether a writer holds it. */
    public boolean writeLocked() {
        return (word & WRITE_LOCKED) != 0;
    }

    /** Whether it bears the mark of a destroyed one: held by a writer and by a reader. */
    public boolean destroyed() {
        return (word & (WRITE_LOCKED | ONE_READER)) == (WRITE_LOCKED | ONE_READER);
    }

    /** The thread that holds it for writing; 0 when none does. */
    public long owner() {
        return writeLocked() && !destroyed() ? word & -ONE_READER : 0;
    }

    /** How many threads hold it for reading. */
    public long readers() {
        return writeLocked() ? 0 : word >>> READERS_SHIFT;
    }
}

package dev.xmdb.target.guest.solaris.timer;

/**
 * A function that will be called at a time (sys/callo.h).
 *
 * @param address where it is
 * @param id its extended id: flags, generation, counter and table
 * @param list address of the list of those with the same time
 * @param function what will be called
 * @param argument with what
 * @param previousById the one before it in its chain of ids
 * @param nextById the one after it there
 * @param previousInList the one before it in its list
 * @param nextInList the one after it there
 * @param done the condition variable that tells its end
 * @param waiting whether somebody waits for that
 * @param executor the thread that runs it; 0 when none does
 */
public record Callout(
        long address,
        long id,
        long list,
        long function,
        long argument,
        long previousById,
        long nextById,
        long previousInList,
        long nextInList,
        long done,
        long waiting,
        long executor) {
    private static final long FREE = 1L << 63;
    private static final long EXECUTING = 1L << 62;
    private static final long LONG_TERM = 0x8000_0000L;

    /** Whether it is not in use. */
    public boolean free() {
        return (id & FREE) != 0;
    }

    /** Whether its function runs now. */
    public boolean executing() {
        return executing(id);
    }

    /** Whether an id says that the function runs now. */
    public static boolean executing(long id) {
        return (id & EXECUTING) != 0;
    }

    /** Whether an id is one of those for long times. */
    public static boolean longTerm(long id) {
        return (id & LONG_TERM) != 0;
    }

    /** Whether its time is a long one. */
    public boolean longTerm() {
        return longTerm(id);
    }

    /** An id without its flags. */
    public static long plainId(long id) {
        return id & ~(FREE | EXECUTING);
    }

    /** Its id without flags. */
    public long plainId() {
        return plainId(id);
    }
}

package dev.xmdb.target.guest.linux.task;

/**
 * What a task does, as bits: those of its state word and of its exit state. The numbers are those of Linux 4.14 and later.
 *
 * @param state the state word
 * @param exitState the exit state
 */
public record TaskState(long state, long exitState) {
    private static final long UNINTERRUPTIBLE = 2;
    private static final long NO_LOAD = 0x400;
    private static final long WAITS_FOR_LOCK = 0x1000;
    private static final long FROZEN = 0x8000;
    private static final long REPORTED = 0x7f;
    private static final String LETTERS = "RSDTtXZPI";

    /** The letter that the kernel itself shows in {@code /proc}. */
    public char letter() {
        if ((state & (UNINTERRUPTIBLE | NO_LOAD)) == (UNINTERRUPTIBLE | NO_LOAD)) {
            return 'I';
        }
        long reported = (state | exitState) & REPORTED;
        if ((state & (WAITS_FOR_LOCK | FROZEN)) != 0) {
            reported = UNINTERRUPTIBLE;
        }
        return LETTERS.charAt(Long.SIZE - Long.numberOfLeadingZeros(reported));
    }
}

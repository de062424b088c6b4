package dev.xmdb.target.guest.solaris.kmem;

/**
 * Something wrong with a buffer.
 *
 * @param buffer the buffer
 * @param kind what is wrong
 * @param at where it shows
 */
public record BufferDamage(KmemBuffer buffer, Kind kind, long at) {
    /** How many bytes behind the buffer's first one it shows. */
    public long offset() {
        return at - buffer.address();
    }

    /** What can be wrong. */
    public enum Kind {
        /** A free buffer does not hold the pattern: somebody wrote to it after it was freed. */
        FREE_PATTERN,
        /** What follows a buffer does not hold the pattern: somebody wrote past its end. */
        REDZONE,
        /** What follows a buffer should tell its size and does not. */
        REDZONE_SIZE,
        /** A buffer's tag does not say that it is allocated, or free, as it is. */
        STATE,
        /** The buffer is not in memory. */
        UNREADABLE
    }
}

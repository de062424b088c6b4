package dev.xmdb.target.memory;

/**
 * A direct-mapped cache from numbers to non-negative numbers. Threads share it without locks: an entry is two words, the value and the
 * scrambled key exclusive-or the value, so that halves of two different entries do not match any key that is asked for. An image never
 * changes, so an entry, once right, stays right.
 */
final class TranslationCache {
    /** Odd, so multiplication is a bijection and no two keys scramble to the same word. */
    private static final long SCRAMBLE = 0x9e37_79b9_7f4a_7c15L;

    private final int mask;
    private volatile long[] words = new long[0];

    /**
     * An empty cache; takes its memory at the first entry.
     *
     * @param capacity number of entries, rounded up to a power of two
     */
    TranslationCache(int capacity) {
        this.mask = Math.max(1, Integer.highestOneBit(Math.max(1, capacity) * 2 - 1)) - 1;
    }

    /** The value of a key, or -1. */
    long get(long key) {
        long[] table = words;
        int at = ((int) key & mask) * 2;
        if (at >= table.length) {
            return -1;
        }
        long value = table[at + 1];
        return (table[at] ^ value) == scramble(key) ? value : -1;
    }

    void put(long key, long value) {
        long[] table = words;
        if (table.length == 0) {
            table = new long[(mask + 1) * 2];
            words = table;
        }
        int at = ((int) key & mask) * 2;
        table[at] = scramble(key) ^ value;
        table[at + 1] = value;
    }

    /** Never 0 for a key below 2^64 - 1, so an empty entry matches no key. */
    private static long scramble(long key) {
        return (key + 1) * SCRAMBLE;
    }
}

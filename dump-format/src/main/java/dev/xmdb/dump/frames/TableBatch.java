package dev.xmdb.dump.frames;

/** Room for consecutive entries of a table, filled again and again during a pass over it. The arrays are the batch's own. */
final class TableBatch {
    /** Entries that a batch has room for. */
    static final int CAPACITY = 4096;

    private static final int MOST_WORDS_PER_ENTRY = 2;

    private final long[] pfns = new long[CAPACITY];
    private final long[] mfns = new long[CAPACITY];
    private final long[] words = new long[CAPACITY * MOST_WORDS_PER_ENTRY];

    /** Guest frames. */
    long[] pfns() {
        return pfns;
    }

    /** Machine frames. */
    long[] mfns() {
        return mfns;
    }

    /** Room for the entries as they are in the file. */
    long[] words() {
        return words;
    }
}

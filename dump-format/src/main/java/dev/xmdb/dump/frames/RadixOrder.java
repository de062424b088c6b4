package dev.xmdb.dump.frames;

import java.util.function.IntToLongFunction;

/**
 * Sorts positions by a key without boxing and without moving the keys: least significant digit first, so equal keys keep their order
 * and hostile keys cost no more than kind ones.
 */
final class RadixOrder {
    private static final int DIGIT_BITS = 16;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int SMALL = 64;

    private RadixOrder() {}

    /**
     * Sorts in place, by ascending key.
     *
     * @param positions what to sort
     * @param maxKey no key is larger; none is negative
     * @param key the key of a position
     * @return the sorted positions: the array given, or another
     */
    static int[] sort(int[] positions, long maxKey, IntToLongFunction key) {
        if (positions.length <= SMALL) {
            insertionSort(positions, key);
            return positions;
        }
        int[] from = positions;
        int[] to = new int[positions.length];
        int bits = Long.SIZE - Long.numberOfLeadingZeros(maxKey);
        int[][] starts = starts(positions, Math.ceilDiv(bits, DIGIT_BITS), key);
        for (int pass = 0; pass < starts.length; pass++) {
            int[] next = starts[pass];
            for (int position : from) {
                to[next[digit(key.applyAsLong(position), pass)]++] = position;
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    /** Where each digit's positions start, for every pass; counted at once, while the positions are still in the order they came in. */
    private static int[][] starts(int[] positions, int passes, IntToLongFunction key) {
        int[][] starts = new int[passes][DIGITS + 1];
        for (int position : positions) {
            long positionKey = key.applyAsLong(position);
            for (int pass = 0; pass < passes; pass++) {
                starts[pass][digit(positionKey, pass) + 1]++;
            }
        }
        for (int[] start : starts) {
            for (int digit = 0; digit < DIGITS; digit++) {
                start[digit + 1] += start[digit];
            }
        }
        return starts;
    }

    private static int digit(long key, int pass) {
        return (int) (key >>> (pass * DIGIT_BITS)) & (DIGITS - 1);
    }

    private static void insertionSort(int[] positions, IntToLongFunction key) {
        for (int end = 1; end < positions.length; end++) {
            int position = positions[end];
            long positionKey = key.applyAsLong(position);
            int place = end;
            while (place > 0 && key.applyAsLong(positions[place - 1]) > positionKey) {
                positions[place] = positions[place - 1];
                place--;
            }
            positions[place] = position;
        }
    }
}

package dev.xmdb.dump.frames;

import java.util.Arrays;
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
        int[] starts = new int[DIGITS + 1];
        int bits = Long.SIZE - Long.numberOfLeadingZeros(maxKey);
        for (int shift = 0; shift < bits; shift += DIGIT_BITS) {
            Arrays.fill(starts, 0);
            for (int position : from) {
                starts[digit(key.applyAsLong(position), shift) + 1]++;
            }
            for (int digit = 0; digit < DIGITS; digit++) {
                starts[digit + 1] += starts[digit];
            }
            for (int position : from) {
                to[starts[digit(key.applyAsLong(position), shift)]++] = position;
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & (DIGITS - 1);
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

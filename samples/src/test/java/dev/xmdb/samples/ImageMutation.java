package dev.xmdb.samples;

import java.util.Arrays;
import java.util.Random;

/** Damages an image in one of the ways that files are damaged, or made to lie. The same seed does the same damage. */
final class ImageMutation {
    private static final long[] TELLING_WORDS = {
        0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0xffffffffL, 0x80000000L, 0x7fffffffL, 1L << 40, 1L << 52, 4096, 4095
    };
    private static final int MOST_EDITS = 12;
    private static final int PERCENT_TRUNCATED = 15;

    private ImageMutation() {}

    /**
     * A damaged copy.
     *
     * @param image sound bytes
     * @param metadata bytes at the start and at the end that hold no pages; most of the damage is done there
     * @param random decides
     */
    static byte[] of(byte[] image, int metadata, Random random) {
        byte[] damaged = image.clone();
        int edits = 1 + random.nextInt(MOST_EDITS);
        for (int i = 0; i < edits; i++) {
            edit(damaged, place(damaged.length, metadata, random), random);
        }
        if (random.nextInt(100) < PERCENT_TRUNCATED) {
            return Arrays.copyOf(damaged, random.nextInt(damaged.length));
        }
        return damaged;
    }

    private static int place(int length, int metadata, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(512);
            case 1 -> random.nextInt(metadata);
            case 2 -> length - 1 - random.nextInt(metadata);
            default -> random.nextInt(length);
        };
    }

    private static void edit(byte[] bytes, int at, Random random) {
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            default -> {
                long word = TELLING_WORDS[random.nextInt(TELLING_WORDS.length)];
                int start = at & -(1 << random.nextInt(4));
                int size = random.nextBoolean() ? Long.BYTES : Integer.BYTES;
                for (int i = 0; i < size && start + i < bytes.length; i++) {
                    bytes[start + i] = (byte) (word >>> (i * Byte.SIZE));
                }
            }
        }
    }
}

package dev.xmdb.target.search;

/** A little-endian number, exactly or under a mask, or one of a range of numbers. */
public final class ValuePattern extends SearchPattern {
    private final long value;
    private final int size;
    private final long mask;
    private final long distance;
    private final int alignment;

    /**
     * A number.
     *
     * @param value the number; bits above its size are ignored
     * @param size bytes in it: 1, 2, 4 or 8
     * @param mask the bits that must be equal
     * @param distance when not 0, numbers from {@code value} up to, but not including, {@code value + distance} match too
     * @param alignment what its address is a multiple of; a power of two
     */
    public ValuePattern(long value, int size, long mask, long distance, int alignment) {
        if (Integer.bitCount(size) != 1 || size > Long.BYTES || Integer.bitCount(alignment) != 1) {
            throw new IllegalArgumentException("a size of " + size + ", an alignment of " + alignment);
        }
        long all = -1L >>> (Long.SIZE - size * Byte.SIZE);
        this.value = value & all;
        this.size = size;
        this.mask = mask & all;
        this.distance = distance;
        this.alignment = alignment;
    }

    /** A number as it is, at multiples of its size. */
    public static ValuePattern exactly(long value, int size) {
        return new ValuePattern(value, size, -1, 0, size);
    }

    @Override
    int reach() {
        return size - 1;
    }

    @Override
    boolean exclusive() {
        return false;
    }

    @Override
    void find(Window window, Hits hits) {
        byte[] bytes = window.bytes();
        int end = Math.min(window.own(), window.total() - size + 1);
        long all = -1L >>> (Long.SIZE - size * Byte.SIZE);
        long wanted = value & mask;
        for (int i = window.firstAligned(alignment); i < end; i += alignment) {
            long here = Window.load(bytes, i);
            if ((here & mask) == wanted || (distance != 0 && inDistance(here & all, all))) {
                hits.add(window.address() + i, size);
            }
        }
    }

    private boolean inDistance(long here, long all) {
        return Long.compareUnsigned((here - value) & all, distance) < 0;
    }
}

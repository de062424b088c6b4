package dev.xmdb.target.xen;

import java.nio.charset.StandardCharsets;

/**
 * One direction of a ring of bytes, with indices that count on and wrap at 2^32. What was taken stays in the ring until something is
 * written over it.
 */
public final class RingBuffer {
    private static final long INDEX_MASK = 0xffff_ffffL;

    private final byte[] bytes;
    private final long consumed;
    private final long produced;

    RingBuffer(byte[] bytes, int consumed, int produced) {
        this.bytes = bytes;
        this.consumed = Integer.toUnsignedLong(consumed);
        // Indices are compared as distances; one that wrapped goes on above 2^32.
        this.produced = this.consumed + ((produced - consumed) & INDEX_MASK);
    }

    /** How many bytes it holds at most. */
    public int size() {
        return bytes.length;
    }

    /** Index of the first byte that the reader has not taken. */
    public long consumed() {
        return consumed;
    }

    /** Index after the last byte that was written; not below {@link #consumed}. */
    public long produced() {
        return produced;
    }

    /** Whether the writer is ahead of the reader by no more than the ring holds; otherwise the indices are damaged. */
    public boolean sound() {
        return produced - consumed <= bytes.length;
    }

    /** Index of the oldest byte that is still in the ring, if the ring was ever written from index 0 on. */
    public long oldest() {
        return Math.max(0, produced - bytes.length);
    }

    /** A byte, 0 to 255. */
    public int at(long index) {
        return Byte.toUnsignedInt(bytes[(int) (index & (bytes.length - 1))]);
    }

    /** A little-endian word of 4 bytes, unsigned. */
    public long word(long index) {
        return at(index) | (long) at(index + 1) << 8 | (long) at(index + 2) << 16 | (long) at(index + 3) << 24;
    }

    /** The bytes between two indices as text, one character each. */
    public String text(long from, long to) {
        byte[] part = new byte[Math.clamp(to - from, 0, bytes.length)];
        for (int i = 0; i < part.length; i++) {
            part[i] = (byte) at(from + i);
        }
        return new String(part, StandardCharsets.ISO_8859_1);
    }
}

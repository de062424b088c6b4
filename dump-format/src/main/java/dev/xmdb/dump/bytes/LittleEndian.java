package dev.xmdb.dump.bytes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes little-endian integers at any alignment. Offsets outside the segment throw {@link IndexOutOfBoundsException}, so a
 * caller bounds them first.
 */
public final class LittleEndian {
    /** Unsigned or signed 16 bits. */
    public static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** Unsigned or signed 32 bits. */
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** 64 bits. */
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /** An unsigned byte. */
    public static int u8(MemorySegment segment, long offset) {
        return Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, offset));
    }

    /** An unsigned 16-bit field. */
    public static int u16(MemorySegment segment, long offset) {
        return Short.toUnsignedInt(segment.get(SHORT, offset));
    }

    /** An unsigned 32-bit field. */
    public static long u32(MemorySegment segment, long offset) {
        return Integer.toUnsignedLong(segment.get(INT, offset));
    }

    /** A 64-bit field; the caller decides what a set top bit means. */
    public static long u64(MemorySegment segment, long offset) {
        return segment.get(LONG, offset);
    }

    /** An unsigned field of 1, 2, 4 or 8 bytes. */
    public static long unsigned(MemorySegment segment, long offset, int size) {
        return switch (size) {
            case 1 -> u8(segment, offset);
            case 2 -> u16(segment, offset);
            case 4 -> u32(segment, offset);
            case 8 -> u64(segment, offset);
            default -> throw new IllegalArgumentException("field of " + size + " bytes");
        };
    }

    /** Stores the low bytes of a value into a field of 1, 2, 4 or 8 bytes. */
    public static void put(MemorySegment segment, long offset, int size, long value) {
        switch (size) {
            case 1 -> segment.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
            case 2 -> segment.set(SHORT, offset, (short) value);
            case 4 -> segment.set(INT, offset, (int) value);
            case 8 -> segment.set(LONG, offset, value);
            default -> throw new IllegalArgumentException("field of " + size + " bytes");
        }
    }

    /** The characters of a fixed-size field up to its first NUL, or all of it when there is none. Bytes are taken as Latin-1. */
    public static String text(MemorySegment segment, long offset, int size) {
        byte[] bytes = segment.asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Stores a text into a fixed-size field, cut to fit and filled up with NULs. */
    public static void putText(MemorySegment segment, long offset, int size, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        MemorySegment field = segment.asSlice(offset, size);
        field.fill((byte) 0);
        MemorySegment.copy(bytes, 0, field, ValueLayout.JAVA_BYTE, 0, Math.min(bytes.length, size));
    }
}

package dev.xmdb.target.types.btf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of one container, taken apart into its two sections. A container that continues another one numbers its strings on from the
 * end of that one's.
 */
final class BtfData {
    /** First two bytes of a container. */
    static final int MAGIC = 0xeb9f;

    static final int SMALLEST_HEADER = 24;
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER_LENGTH = 4;
    private static final int TYPE_OFFSET = 8;
    private static final int TYPE_LENGTH = 12;
    private static final int STRING_OFFSET = 16;
    private static final int STRING_LENGTH = 20;
    private static final int LONGEST_NAME = 512;

    private final byte[] bytes;
    private final int types;
    private final int typesEnd;
    private final int strings;
    private final int stringsLength;

    BtfData(byte[] bytes) throws BtfException {
        this.bytes = bytes;
        if (bytes.length < SMALLEST_HEADER || u16(0) != MAGIC) {
            throw new BtfException("no BTF header");
        }
        if (bytes[2] != 1) {
            throw new BtfException("unknown BTF version " + bytes[2]);
        }
        long header = Integer.toUnsignedLong(s32(HEADER_LENGTH));
        this.types = section("types", header, TYPE_OFFSET, TYPE_LENGTH);
        this.typesEnd = types + s32(TYPE_LENGTH);
        this.strings = section("strings", header, STRING_OFFSET, STRING_LENGTH);
        this.stringsLength = s32(STRING_LENGTH);
    }

    private int section(String what, long header, int offsetAt, int lengthAt) throws BtfException {
        long start = header + Integer.toUnsignedLong(s32(offsetAt));
        long length = Integer.toUnsignedLong(s32(lengthAt));
        if (header < SMALLEST_HEADER || start + length > bytes.length) {
            throw new BtfException("the " + what + " at offset " + start + ", " + length + " bytes, lie outside the "
                    + bytes.length + " bytes of the container");
        }
        return (int) start;
    }

    /** First byte of the types. */
    int types() {
        return types;
    }

    /** The byte behind the types. */
    int typesEnd() {
        return typesEnd;
    }

    /** Bytes of the strings. */
    int stringsLength() {
        return stringsLength;
    }

    int s32(int at) {
        return (int) U32.get(bytes, at);
    }

    int u16(int at) {
        return Byte.toUnsignedInt(bytes[at]) | Byte.toUnsignedInt(bytes[at + 1]) << 8;
    }

    /** The string at an offset from the strings' beginning; empty where there is none. */
    String string(int offset) {
        if (offset < 0 || offset >= stringsLength) {
            return "";
        }
        int start = strings + offset;
        int limit = Math.min(strings + stringsLength, start + LONGEST_NAME);
        int end = start;
        while (end < limit && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** The hash that a string has, without making it. */
    int hash(int offset) {
        int hash = 0;
        if (offset >= 0 && offset < stringsLength) {
            int limit = Math.min(strings + stringsLength, strings + offset + LONGEST_NAME);
            for (int at = strings + offset; at < limit && bytes[at] != 0; at++) {
                hash = 31 * hash + Byte.toUnsignedInt(bytes[at]);
            }
        }
        return hash;
    }
}

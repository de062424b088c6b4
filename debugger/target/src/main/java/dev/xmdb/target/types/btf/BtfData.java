package dev.xmdb.target.types.btf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one container, taken apart into its two sections. A container that continues another one numbers its strings on from the
 * end of that one's, and uses that one's strings too.
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
    private final @Nullable BtfData base;
    private final int firstString;
    private final int types;
    private final int typesEnd;
    private final int strings;
    private final int stringsLength;

    /**
     * Takes a container apart.
     *
     * @param base the one that it continues; null when it stands alone
     * @throws BtfException when the bytes are damaged or no BTF
     */
    BtfData(byte[] bytes, @Nullable BtfData base) throws BtfException {
        this.bytes = bytes;
        this.base = base;
        this.firstString = base == null ? 0 : base.stringsEnd();
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

    /** The number that the first string of its own has. */
    int firstString() {
        return firstString;
    }

    /** The number that a string behind its last one would have. */
    private int stringsEnd() {
        return firstString + stringsLength;
    }

    int s32(int at) {
        return (int) U32.get(bytes, at);
    }

    int u16(int at) {
        return Byte.toUnsignedInt(bytes[at]) | Byte.toUnsignedInt(bytes[at + 1]) << 8;
    }

    /** The string with a number; empty where there is none. */
    String string(int number) {
        if (base != null && number < firstString) {
            return base.string(number);
        }
        int offset = number - firstString;
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
    int hash(int number) {
        if (base != null && number < firstString) {
            return base.hash(number);
        }
        int offset = number - firstString;
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

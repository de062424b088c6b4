package dev.xmdb.target.types.ctf;

/**
 * The head of a type's record (sys/ctf.h, {@code ctf_stype_t} and {@code ctf_type_t}).
 *
 * @param offset where it begins in the body
 * @param name string reference of the name
 * @param kind what it is
 * @param root whether the name is visible at top level
 * @param length how many members, arguments or enumerators follow
 * @param sizeOrType the size in bytes, or the number of another type
 * @param size the size in bytes, from two more words where it does not fit the one
 * @param data where what follows begins
 */
record CtfRecord(int offset, long name, int kind, boolean root, int length, int sizeOrType, long size, int data) {
    static final int INTEGER = 1;
    static final int FLOAT = 2;
    static final int POINTER = 3;
    static final int ARRAY = 4;
    static final int FUNCTION = 5;
    static final int STRUCT = 6;
    static final int UNION = 7;
    static final int ENUM = 8;
    static final int FORWARD = 9;
    static final int TYPEDEF = 10;
    static final int VOLATILE = 11;
    static final int CONST = 12;
    static final int RESTRICT = 13;

    /** Bytes of an array's data, of a member in a small and in a large structure, of an enumerator, of an encoding, of a type number. */
    static final int ARRAY_DATA = 8;

    static final int MEMBER = 8;
    static final int LARGE_MEMBER = 16;
    static final int ENUMERATOR = 8;
    static final int ENCODING = 4;
    static final int TYPE_ID = 2;

    private static final int SMALL = 8;
    private static final int LARGE = 16;
    private static final int INFO = 4;
    private static final int SIZE = 6;
    private static final int SIZE_HIGH = 8;
    private static final int SIZE_LOW = 12;
    private static final int SIZE_FOLLOWS = 0xffff;
    /** Structures from this size on have members with 64-bit offsets. */
    private static final int LARGE_STRUCT = 8192;

    static CtfRecord at(CtfData data, int offset, int end) throws CtfException {
        if (offset > end - SMALL) {
            throw new CtfException(CtfException.CORRUPT);
        }
        int info = data.u16(offset + INFO);
        int raw = data.u16(offset + SIZE);
        boolean large = raw == SIZE_FOLLOWS;
        if (large && offset > end - LARGE) {
            throw new CtfException(CtfException.CORRUPT);
        }
        boolean two = data.header().version() == 2;
        long size = large ? data.u32(offset + SIZE_HIGH) << Integer.SIZE | data.u32(offset + SIZE_LOW) : raw;
        return new CtfRecord(
                offset,
                data.u32(offset),
                kind(info, two),
                (info >>> (two ? 10 : 11) & 1) != 0,
                length(info, two),
                raw,
                size,
                offset + (large ? LARGE : SMALL));
    }

    /** The kind in an info word. */
    static int kind(int info, boolean versionTwo) {
        return info >>> (versionTwo ? 11 : 12);
    }

    /** The count in an info word. */
    static int length(int info, boolean versionTwo) {
        return info & (versionTwo ? 0x3ff : 0x7ff);
    }

    /** Whether members have 64-bit offsets. */
    boolean largeMembers(int version) {
        return version == 2 && Long.compareUnsigned(size, LARGE_STRUCT) >= 0;
    }

    /** Where the next record begins; -1 for a kind that nobody knows. */
    long end(int version) {
        long bytes = switch (kind) {
            case 0, POINTER, FORWARD, TYPEDEF, VOLATILE, CONST, RESTRICT -> 0;
            case INTEGER, FLOAT -> ENCODING;
            case ARRAY -> ARRAY_DATA;
            case FUNCTION -> (long) TYPE_ID * (length + (length & 1));
            case STRUCT, UNION -> (long) length * (largeMembers(version) ? LARGE_MEMBER : MEMBER);
            case ENUM -> (long) length * ENUMERATOR;
            default -> -1 - (long) data;
        };
        return data + bytes;
    }
}

package dev.xmdb.target.types;

/**
 * A member compiled for reading: where it is in its outermost structure and how its bits make a number.
 *
 * @param path how it was named, for example {@code p_user.u_comm}
 * @param bitOffset first bit from the structure's beginning; for a bit-field from the lowest bit of its bytes
 * @param bitWidth how many bits; 0 for what has no size
 * @param signed whether the top bit is a sign
 * @param type its type, without typedefs, qualifiers and mere announcements
 */
public record Member(String path, long bitOffset, long bitWidth, boolean signed, Type type) {

    /** Byte offset of its first byte. */
    public long offset() {
        return bitOffset / Byte.SIZE;
    }

    /** Whether it begins or ends inside a byte, or has a width that no load has. */
    public boolean bitField() {
        return bitOffset % Byte.SIZE != 0
                || (type instanceof Type.Whole
                        && bitWidth != Byte.SIZE
                        && bitWidth != Short.SIZE
                        && bitWidth != Integer.SIZE
                        && bitWidth != Long.SIZE);
    }
}

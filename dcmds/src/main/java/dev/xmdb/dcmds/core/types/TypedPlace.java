package dev.xmdb.dcmds.core.types;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.Type;

/**
 * A value in memory and what it was declared as.
 *
 * @param memory where it is
 * @param address the byte that its first bit is in
 * @param bit that bit, 0 to 7 from the lowest
 * @param width how many bits a bit-field has, where its declaration says so; 0 where its type does
 * @param type its type as declared
 */
record TypedPlace(AddressSpace memory, long address, int bit, int width, Type type) {

    static TypedPlace of(AddressSpace memory, long address, Type type) {
        return new TypedPlace(memory, address, 0, 0, type);
    }

    /** A member of this structure. */
    TypedPlace member(Type.Field field) {
        long first = bit + field.bitOffset();
        return new TypedPlace(
                memory,
                address + Math.floorDiv(first, Byte.SIZE),
                Math.floorMod(first, Byte.SIZE),
                field.bitWidth(),
                field.type());
    }

    /** Something of another type, some bytes further on. */
    TypedPlace moved(long bytes, Type other) {
        return of(memory, address + bytes, other);
    }
}

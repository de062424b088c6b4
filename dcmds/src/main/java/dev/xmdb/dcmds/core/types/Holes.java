package dev.xmdb.dcmds.core.types;

import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;

/** The bits of a structure that no member has, as members of their own: pieces of at most eight bytes. A union has none. */
final class Holes {
    static final String NAME = "<<HOLE>>";
    private static final int MOST_PIECES = 4096;

    private final Type.Aggregate aggregate;
    private final Types types;
    private final boolean union;
    private long expected;

    Holes(Type.Aggregate aggregate, Types types) {
        this.aggregate = aggregate;
        this.types = types;
        this.union = aggregate.tag() != Tag.STRUCT;
    }

    /** What lies between the member before and this one. */
    List<Type.Field> before(Type.Field field) {
        List<Type.Field> found = union ? List.of() : pieces(expected, field.bitOffset());
        Type type = types.complete(field.type());
        long bits = field.bitWidth() > 0
                ? field.bitWidth()
                : type instanceof Type.Whole whole ? whole.bits() : saturatedBits(type.size());
        expected = Math.max(expected, field.bitOffset() + bits);
        return found;
    }

    /** What lies behind the last member. */
    List<Type.Field> atEnd() {
        return union ? List.of() : pieces(expected, saturatedBits(aggregate.size()));
    }

    private static long saturatedBits(long bytes) {
        return Math.min(bytes, Integer.MAX_VALUE) * Byte.SIZE;
    }

    private static List<Type.Field> pieces(long from, long end) {
        var pieces = new ArrayList<Type.Field>();
        long at = from;
        while (at < end && pieces.size() < MOST_PIECES) {
            long next = end - at <= Long.SIZE ? end : Math.min(end, (at / Long.SIZE + 1) * Long.SIZE);
            pieces.add(piece(at, (int) (next - at)));
            at = next;
        }
        return pieces;
    }

    private static Type.Field piece(long offset, int bits) {
        boolean whole = offset % Byte.SIZE == 0 && bits >= Byte.SIZE && Integer.bitCount(bits) == 1;
        String name = whole ? "uint" + bits + "_t" : "unsigned";
        int size = whole ? bits / Byte.SIZE : Long.BYTES;
        Type type = new Type.Whole(name, size, 0, bits, false, Type.Whole.Use.NUMBER);
        return new Type.Field(NAME, offset, 0, TypeLink.to(type));
    }
}

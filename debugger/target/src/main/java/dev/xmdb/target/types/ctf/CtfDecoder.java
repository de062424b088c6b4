package dev.xmdb.target.types.ctf;

import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.TypeSource;
import java.util.ArrayList;
import java.util.List;

/** Makes types of records whose extent was checked before. */
final class CtfDecoder {
    private static final int ENCODING_SHIFT = 24;
    private static final int OFFSET_SHIFT = 16;
    private static final int BYTE_MASK = 0xff;
    private static final int BITS_MASK = 0xffff;
    private static final int SIGNED = 1;
    private static final int CHARACTER = 2;
    private static final int TRUTH = 4;
    private static final int MEMBER_TYPE = 4;
    private static final int MEMBER_OFFSET = 6;
    private static final int MEMBER_OFFSET_HIGH = 8;
    private static final int MEMBER_OFFSET_LOW = 12;
    private static final int ARRAY_COUNT = 4;
    private static final int ENUMERATOR_VALUE = 4;

    private final CtfData data;
    private final TypeSource source;
    private final int wordSize;

    CtfDecoder(CtfData data, TypeSource source, int wordSize) {
        this.data = data;
        this.source = source;
        this.wordSize = wordSize;
    }

    Type decode(CtfRecord record) {
        String name = data.string(record.name());
        return switch (record.kind()) {
            case CtfRecord.INTEGER -> whole(name, record);
            case CtfRecord.FLOAT -> new Type.Floating(name, record.size());
            case CtfRecord.POINTER -> new Type.Pointer(wordSize, link(record.sizeOrType()));
            case CtfRecord.ARRAY ->
                new Type.Array(
                        link(data.u16(record.data())),
                        data.u32(record.data() + ARRAY_COUNT),
                        Math.max(0, record.size()));
            case CtfRecord.FUNCTION -> function(name, record.sizeOrType(), record.length(), record.data());
            case CtfRecord.STRUCT -> aggregate(Tag.STRUCT, name, record);
            case CtfRecord.UNION -> aggregate(Tag.UNION, name, record);
            case CtfRecord.ENUM -> enumeration(name, record);
            case CtfRecord.FORWARD -> new Type.Forward(forwarded(record.sizeOrType()), name);
            case CtfRecord.TYPEDEF -> new Type.Typedef(name, link(record.sizeOrType()));
            case CtfRecord.VOLATILE -> new Type.Qualified(Type.Qualifier.VOLATILE, link(record.sizeOrType()));
            case CtfRecord.CONST -> new Type.Qualified(Type.Qualifier.CONST, link(record.sizeOrType()));
            case CtfRecord.RESTRICT -> new Type.Qualified(Type.Qualifier.RESTRICT, link(record.sizeOrType()));
            default -> new Type.Missing("a type of no known kind");
        };
    }

    private TypeLink link(int id) {
        return new TypeLink(source, id);
    }

    static Tag forwarded(int kind) {
        return switch (kind) {
            case CtfRecord.UNION -> Tag.UNION;
            case CtfRecord.ENUM -> Tag.ENUM;
            default -> Tag.STRUCT;
        };
    }

    private Type whole(String name, CtfRecord record) {
        int encoding = data.s32(record.data());
        int use = encoding >>> ENCODING_SHIFT;
        return new Type.Whole(
                name,
                record.size(),
                encoding >>> OFFSET_SHIFT & BYTE_MASK,
                encoding & BITS_MASK,
                (use & SIGNED) != 0,
                (use & CHARACTER) != 0
                        ? Type.Whole.Use.CHARACTER
                        : (use & TRUTH) != 0 ? Type.Whole.Use.TRUTH : Type.Whole.Use.NUMBER);
    }

    /** Bits in a plain number of a record. */
    static int bits(CtfData data, CtfRecord record) {
        return data.s32(record.data()) & BITS_MASK;
    }

    /** A function by its argument numbers; a last one of 0 stands for more arguments. */
    Type.Function function(String name, int result, int length, int offset) {
        var arguments = new ArrayList<TypeLink>(length);
        for (int i = 0; i < length; i++) {
            arguments.add(link(data.u16(offset + i * CtfRecord.TYPE_ID)));
        }
        boolean variadic = length > 0 && arguments.getLast().id() == 0;
        if (variadic) {
            arguments.removeLast();
        }
        return new Type.Function(name, link(result), List.copyOf(arguments), variadic);
    }

    private Type aggregate(Tag tag, String name, CtfRecord record) {
        boolean large = record.largeMembers(data.header().version());
        var fields = new ArrayList<Type.Field>(record.length());
        for (int i = 0; i < record.length(); i++) {
            int at = record.data() + i * (large ? CtfRecord.LARGE_MEMBER : CtfRecord.MEMBER);
            long bits = large
                    ? data.u32(at + MEMBER_OFFSET_HIGH) << Integer.SIZE | data.u32(at + MEMBER_OFFSET_LOW)
                    : data.u16(at + MEMBER_OFFSET);
            fields.add(new Type.Field(data.string(data.u32(at)), bits, 0, link(data.u16(at + MEMBER_TYPE))));
        }
        return new Type.Aggregate(tag, name, Math.max(0, record.size()), List.copyOf(fields));
    }

    private Type enumeration(String name, CtfRecord record) {
        var enumerators = new ArrayList<Type.Enumerator>(record.length());
        for (int i = 0; i < record.length(); i++) {
            int at = record.data() + i * CtfRecord.ENUMERATOR;
            enumerators.add(new Type.Enumerator(data.string(data.u32(at)), data.s32(at + ENUMERATOR_VALUE)));
        }
        return new Type.Enumeration(name, Integer.BYTES, List.copyOf(enumerators));
    }
}

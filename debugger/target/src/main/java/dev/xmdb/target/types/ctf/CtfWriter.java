package dev.xmdb.target.types.ctf;

import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes types as a container of version 2 without a parent, not compressed (sys/ctf.h). Structures that are only pointed to and are not
 * among the types are written as announcements.
 */
public final class CtfWriter {
    private static final int MOST_TYPES = 0x7fff;
    private static final int MOST_PARTS = 0x3ff;
    private static final int LARGE_STRUCT = 8192;
    private static final int SIZE_FOLLOWS = 0xffff;
    private static final int ROOT = 1 << 10;
    private static final int KIND_SHIFT = 11;
    private static final int HEADER = 36;
    private static final int DEEPEST = 256;
    private static final int SIGNED = 1;
    private static final int CHARACTER = 2;
    private static final int TRUTH = 4;

    private final IdentityHashMap<Type, Integer> numbers = new IdentityHashMap<>();
    private final IdentityHashMap<Type, Boolean> wanted = new IdentityHashMap<>();
    private final Map<String, Type> announcements = new HashMap<>();
    private final List<byte[]> records = new ArrayList<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> places = new HashMap<>();
    private int index;
    private int depth;

    private CtfWriter() {
        strings.write(0);
        places.put("", 0);
    }

    /**
     * Writes types.
     *
     * @param types the types, which have names
     * @throws TypeDataException naming the type that the format cannot hold
     */
    public static byte[] write(Collection<Type> types) {
        var writer = new CtfWriter();
        writer.want(types);
        types.forEach(writer::number);
        return writer.container();
    }

    /** Notes which structures are needed whole: those to write, and their members. What is only pointed to is not. */
    private void want(Collection<Type> types) {
        var todo = new ArrayDeque<>(types);
        while (!todo.isEmpty() && wanted.size() <= MOST_TYPES) {
            Type type = todo.pop();
            if (wanted.put(type, true) != null) {
                continue;
            }
            switch (type) {
                case Type.Aggregate aggregate -> aggregate.fields().forEach(field -> todo.push(field.type()));
                case Type.Array array -> todo.push(array.element().type());
                case Type.Typedef typedef -> todo.push(typedef.target().type());
                case Type.Qualified qualified -> todo.push(qualified.target().type());
                default -> {}
            }
        }
    }

    private byte[] container() {
        int typeBytes = records.stream().mapToInt(record -> record.length).sum();
        ByteBuffer out =
                ByteBuffer.allocate(HEADER + typeBytes + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0xcff1).put((byte) 2).put((byte) 0);
        // No parent's label and name; labels, variables, functions and types all begin at 0, for only the last are
        // there.
        out.putInt(0).putInt(0).putInt(0).putInt(0).putInt(0).putInt(0);
        out.putInt(typeBytes).putInt(strings.size());
        records.forEach(out::put);
        out.put(strings.toByteArray());
        return out.array();
    }

    /** The number of a type, which is written when it was not. */
    private int number(Type type) {
        if (type instanceof Type.Nothing || type instanceof Type.Missing) {
            return 0;
        }
        if (type instanceof Type.Aggregate aggregate && !aggregate.name().isEmpty() && !wanted.containsKey(aggregate)) {
            return number(announcements.computeIfAbsent(
                    aggregate.tag() + aggregate.name(), _ -> new Type.Forward(aggregate.tag(), aggregate.name())));
        }
        Integer known = numbers.get(type);
        if (known != null) {
            return known;
        }
        if (depth > DEEPEST || records.size() == MOST_TYPES) {
            throw new TypeDataException(type.declaration() + ": more types than CTF can hold");
        }
        int number = begin();
        numbers.put(type, number);
        depth++;
        records.set(number - 1, record(type));
        depth--;
        return number;
    }

    /** Takes the next number; its record is set later. */
    private int begin() {
        records.add(new byte[0]);
        return records.size();
    }

    private byte[] record(Type type) {
        return switch (type) {
            case Type.Whole whole -> whole(whole, whole.bitOffset(), whole.bits(), true);
            case Type.Floating floating ->
                head(floating.name(), CtfRecord.FLOAT, 0, floating.size(), true)
                        .u32((long) encoding(floating.size()) << 24 | floating.size() * Byte.SIZE)
                        .bytes();
            case Type.Pointer pointer ->
                reference("", CtfRecord.POINTER, number(pointer.target().type()));
            case Type.Typedef typedef ->
                reference(
                        typedef.name(),
                        CtfRecord.TYPEDEF,
                        number(typedef.target().type()));
            case Type.Qualified qualified ->
                reference(
                        "",
                        switch (qualified.qualifier()) {
                            case VOLATILE -> CtfRecord.VOLATILE;
                            case CONST -> CtfRecord.CONST;
                            case RESTRICT -> CtfRecord.RESTRICT;
                        },
                        number(qualified.target().type()));
            case Type.Forward forward ->
                head(forward.name(), CtfRecord.FORWARD, 0, kind(forward.tag()), true)
                        .bytes();
            case Type.Array array -> {
                if (array.count() > 0xffff_ffffL) {
                    throw new TypeDataException(array.declaration() + ": an array of more elements than CTF can count");
                }
                yield head("", CtfRecord.ARRAY, 0, 0, true)
                        .u16(number(array.element().type()))
                        .u16(index())
                        .u32(array.count())
                        .bytes();
            }
            case Type.Function function -> function(function);
            case Type.Enumeration enumeration -> enumeration(enumeration);
            case Type.Aggregate aggregate -> aggregate(aggregate);
            case Type.Nothing ignored -> new byte[0];
            case Type.Missing ignored -> new byte[0];
        };
    }

    private static int encoding(long size) {
        return size == Float.BYTES ? 1 : size == Double.BYTES ? 2 : 6;
    }

    private static int kind(Tag tag) {
        return switch (tag) {
            case STRUCT -> CtfRecord.STRUCT;
            case UNION -> CtfRecord.UNION;
            case ENUM -> CtfRecord.ENUM;
        };
    }

    private byte[] reference(String name, int kind, int target) {
        return head(name, kind, 0, target, true).bytes();
    }

    private byte[] whole(Type.Whole whole, int offset, int bits, boolean root) {
        long encoding = (whole.signed() ? SIGNED : 0)
                | switch (whole.use()) {
                    case NUMBER -> 0;
                    case CHARACTER -> CHARACTER;
                    case TRUTH -> TRUTH;
                };
        return head(whole.name(), CtfRecord.INTEGER, 0, whole.size(), root)
                .u32(encoding << 24 | (long) offset << 16 | bits)
                .bytes();
    }

    private byte[] function(Type.Function function) {
        int count = function.arguments().size() + (function.variadic() ? 1 : 0);
        Bytes out = head(
                function.name(),
                CtfRecord.FUNCTION,
                count,
                number(function.result().type()),
                true);
        function.arguments().forEach(argument -> out.u16(number(argument.type())));
        for (int each = function.arguments().size(); each < count + (count & 1); each++) {
            out.u16(0);
        }
        return out.bytes();
    }

    private byte[] enumeration(Type.Enumeration enumeration) {
        Bytes out = head(
                enumeration.name(), CtfRecord.ENUM, enumeration.enumerators().size(), Integer.BYTES, true);
        for (Type.Enumerator each : enumeration.enumerators()) {
            if ((int) each.value() != each.value()) {
                throw new TypeDataException(
                        enumeration.declaration() + ": " + each.name() + " does not fit in the 32 bits that CTF has");
            }
            out.u32(string(each.name())).u32(each.value());
        }
        return out.bytes();
    }

    private byte[] aggregate(Type.Aggregate aggregate) {
        boolean large = aggregate.size() >= LARGE_STRUCT;
        Bytes out =
                head(aggregate.name(), kind(aggregate.tag()), aggregate.fields().size(), aggregate.size(), true);
        for (Type.Field field : aggregate.fields()) {
            out.u32(string(field.name())).u16(member(field));
            if (large) {
                out.u16(0).u32(field.bitOffset() >>> Integer.SIZE).u32(field.bitOffset());
            } else {
                out.u16((int) field.bitOffset());
            }
        }
        return out.bytes();
    }

    /** A bit-field has a number of its own that has as few bits. */
    private int member(Type.Field field) {
        if (field.bitWidth() == 0) {
            return number(field.type());
        }
        Type base = field.type().resolved();
        Type.Whole whole = base instanceof Type.Whole own
                ? own
                : new Type.Whole("unsigned int", base.size(), 0, 0, false, Type.Whole.Use.NUMBER);
        int number = begin();
        records.set(number - 1, whole(whole, 0, field.bitWidth(), false));
        return number;
    }

    /** The type of indices. */
    private int index() {
        if (index == 0) {
            index = begin();
            var type = new Type.Whole("long", Long.BYTES, 0, Long.SIZE, true, Type.Whole.Use.NUMBER);
            records.set(index - 1, whole(type, 0, type.bits(), false));
        }
        return index;
    }

    private Bytes head(String name, int kind, int parts, long sizeOrType, boolean root) {
        if (parts > MOST_PARTS) {
            throw new TypeDataException(name + ": " + parts + " members are more than CTF can hold");
        }
        Bytes out = new Bytes().u32(string(name)).u16(kind << KIND_SHIFT | (root ? ROOT : 0) | parts);
        return sizeOrType < SIZE_FOLLOWS
                ? out.u16((int) sizeOrType)
                : out.u16(SIZE_FOLLOWS).u32(sizeOrType >>> Integer.SIZE).u32(sizeOrType);
    }

    private int string(String text) {
        return places.computeIfAbsent(text, name -> {
            int at = strings.size();
            strings.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
            strings.write(0);
            return at;
        });
    }

    /** A record as it grows, little-endian. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes u16(int value) {
            out.write(value);
            out.write(value >>> Byte.SIZE);
            return this;
        }

        Bytes u32(long value) {
            return u16((int) value).u16((int) (value >>> Short.SIZE));
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}

package dev.xmdb.target.types.ctf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/** A container that a test describes type by type; each description returns the type's number. */
public final class CtfOf {
    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream objects = new ByteArrayOutputStream();
    private final ByteArrayOutputStream functions = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final int firstId;
    private final int parentName;
    private int count;

    private CtfOf(String parent) {
        strings.write(0);
        this.parentName = parent.isEmpty() ? 0 : string(parent);
        this.firstId = parent.isEmpty() ? 0 : 0x8000;
    }

    /** A container without a parent. */
    public static CtfOf parent() {
        return new CtfOf("");
    }

    /** A container whose low numbers are another one's. */
    public static CtfOf childOf(String parent) {
        return new CtfOf(parent);
    }

    private int string(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int at = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        strings.write(0);
        return at;
    }

    private static void put(ByteArrayOutputStream out, int size, long value) {
        for (int i = 0; i < size; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }

    private int record(String name, int kind, int length, long sizeOrType) {
        put(types, 4, string(name));
        put(types, 2, (kind << 11) | (1 << 10) | length);
        if (sizeOrType >= 0xffff && (kind == 6 || kind == 7)) {
            put(types, 2, 0xffff);
            put(types, 4, sizeOrType >>> 32);
            put(types, 4, sizeOrType);
        } else {
            put(types, 2, sizeOrType);
        }
        return firstId | ++count;
    }

    /** A whole number; encoding 1 is signed, 2 a character, 4 a truth value. */
    public int whole(String name, int bytes, int encoding, int bits) {
        int id = record(name, 1, 0, bytes);
        put(types, 4, ((long) encoding << 24) | bits);
        return id;
    }

    /** A type that refers to one other: 3 pointer, 10 typedef, 11 volatile, 12 const, 13 restrict. */
    public int reference(int kind, String name, int type) {
        return record(name, kind, 0, type);
    }

    /** A pointer. */
    public int pointer(int type) {
        return reference(3, "", type);
    }

    /** A typedef. */
    public int typedef(String name, int type) {
        return reference(10, name, type);
    }

    /** The announcement of a tag of a kind. */
    public int forward(String name, int kind) {
        return record(name, 9, 0, kind);
    }

    /** An array. */
    public int array(int element, int index, long count) {
        int id = record("", 4, 0, 0);
        put(types, 2, element);
        put(types, 2, index);
        put(types, 4, count);
        return id;
    }

    /** A member: name, type, offset in bits. */
    public record M(String name, int type, long bits) {}

    /** A structure. */
    public int struct(String name, long size, M... members) {
        return aggregate(6, name, size, members);
    }

    /** A union. */
    public int union(String name, long size, M... members) {
        return aggregate(7, name, size, members);
    }

    private int aggregate(int kind, String name, long size, M... members) {
        int id = record(name, kind, members.length, size);
        for (M member : members) {
            put(types, 4, string(member.name()));
            put(types, 2, member.type());
            if (size < 8192) {
                put(types, 2, member.bits());
            } else {
                put(types, 2, 0);
                put(types, 4, member.bits() >>> 32);
                put(types, 4, member.bits());
            }
        }
        return id;
    }

    /** An enumeration; the values count from the first one up. */
    public int enumeration(String name, int first, String... names) {
        int id = record(name, 8, names.length, 4);
        int value = first;
        for (String each : names) {
            put(types, 4, string(each));
            put(types, 4, value++);
        }
        return id;
    }

    /** A function's type. */
    public int function(String name, int result, int... arguments) {
        int id = record(name, 5, arguments.length, result);
        for (int argument : arguments) {
            put(types, 2, argument);
        }
        if (arguments.length % 2 == 1) {
            put(types, 2, 0);
        }
        return id;
    }

    /** The next variable of the symbol table has a type. */
    public CtfOf variable(int type) {
        put(objects, 2, type);
        return this;
    }

    /** The next function of the symbol table has a type. */
    public CtfOf code(int result, int... arguments) {
        put(functions, 2, (5 << 11) | arguments.length);
        put(functions, 2, result);
        for (int argument : arguments) {
            put(functions, 2, argument);
        }
        return this;
    }

    /** The next function of the symbol table has no type. */
    public CtfOf untypedCode() {
        put(functions, 2, 0);
        return this;
    }

    /** The container, not compressed. */
    public byte[] bytes() {
        List<Byte> gap = new ArrayList<>();
        int functionsAt = objects.size();
        while ((functionsAt + functions.size() + gap.size()) % 4 != 0) {
            gap.add((byte) 0);
        }
        int typesAt = functionsAt + functions.size() + gap.size();
        int stringsAt = typesAt + types.size();
        ByteBuffer out = ByteBuffer.allocate(36 + stringsAt + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0xcff1).put((byte) 2).put((byte) 0);
        out.putInt(0).putInt(parentName).putInt(0).putInt(0);
        out.putInt(functionsAt).putInt(typesAt).putInt(stringsAt).putInt(strings.size());
        out.put(objects.toByteArray()).put(functions.toByteArray());
        gap.forEach(out::put);
        out.put(types.toByteArray()).put(strings.toByteArray());
        return out.array();
    }

    /** A container with its body compressed. */
    public static byte[] compressed(byte[] plain) {
        var deflater = new Deflater();
        deflater.setInput(plain, 36, plain.length - 36);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        out.write(plain, 0, 36);
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        byte[] bytes = out.toByteArray();
        bytes[3] |= 1;
        return bytes;
    }
}

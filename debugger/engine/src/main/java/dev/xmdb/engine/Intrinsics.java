package dev.xmdb.engine;

import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.TypeName;
import dev.xmdb.target.types.Types;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types that every C program has, in one of two data models. */
public final class Intrinsics {
    private Intrinsics() {}

    /** Whether a name is that of a type which {@link #define} makes. */
    static boolean are(String name) {
        var types = new TypeDefinitions(Types.NONE, Long.BYTES);
        define(types, "LP64");
        return TypeName.parse(name).flatMap(parsed -> types.find(parsed.name())).isPresent();
    }

    /**
     * Defines C's own types and the usual typedefs of them, apart from those that are there already and as long as in the data model: so
     * a guest's own stay, and a model that is not the guest's holds for every declaration to come. What the user defined stays, whatever
     * its length.
     *
     * @param model {@code LP64}, {@code LP32} or {@code ILP32}; case does not matter
     * @return false when there is no such model
     */
    public static boolean define(TypeDefinitions types, String model) {
        int word;
        switch (model.toUpperCase(Locale.ROOT)) {
            case "LP64" -> word = Long.BYTES;
            case "LP32", "ILP32" -> word = Integer.BYTES;
            default -> {
                return false;
            }
        }
        types.wordSize(word);
        put(types, new Type.Nothing());
        whole(types, "char", Byte.BYTES, true, Type.Whole.Use.CHARACTER);
        whole(types, "signed char", Byte.BYTES, true, Type.Whole.Use.NUMBER);
        whole(types, "unsigned char", Byte.BYTES, false, Type.Whole.Use.NUMBER);
        whole(types, "_Bool", Byte.BYTES, false, Type.Whole.Use.TRUTH);
        number(types, "short", Short.BYTES);
        number(types, "int", Integer.BYTES);
        number(types, "long", word);
        number(types, "long long", Long.BYTES);
        put(types, new Type.Floating("float", Float.BYTES));
        put(types, new Type.Floating("double", Double.BYTES));
        put(types, new Type.Floating("long double", word == Long.BYTES ? 16 : 12));
        for (String pair : List.of(
                "int8_t=signed char",
                "int16_t=short",
                "int32_t=int",
                "int64_t=long long",
                "intptr_t=long",
                "uint8_t=unsigned char",
                "uint16_t=unsigned short",
                "uint32_t=unsigned int",
                "uint64_t=unsigned long long",
                "uchar_t=unsigned char",
                "ushort_t=unsigned short",
                "uint_t=unsigned int",
                "ulong_t=unsigned long",
                "u_longlong_t=unsigned long long",
                "ptrdiff_t=long",
                "uintptr_t=unsigned long",
                "size_t=unsigned long")) {
            int equals = pair.indexOf('=');
            Type target = types.find(pair.substring(equals + 1)).orElseThrow();
            put(types, new Type.Typedef(pair.substring(0, equals), TypeLink.to(target)));
        }
        return true;
    }

    private static void number(TypeDefinitions types, String name, int size) {
        whole(types, name, size, true, Type.Whole.Use.NUMBER);
        whole(types, "unsigned " + name, size, false, Type.Whole.Use.NUMBER);
    }

    private static void whole(TypeDefinitions types, String name, int size, boolean signed, Type.Whole.Use use) {
        put(types, new Type.Whole(name, size, 0, size * Byte.SIZE, signed, use));
    }

    private static void put(TypeDefinitions types, Type type) {
        Optional<Type> there = types.find(type.name());
        if (types.isOfUser(type.name())) {
            return;
        }
        if (there.isEmpty()
                || types.complete(there.get()).size() != types.complete(type).size()) {
            types.defineIntrinsic(type.name(), type);
        }
    }
}

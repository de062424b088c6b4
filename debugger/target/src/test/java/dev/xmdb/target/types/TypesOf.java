package dev.xmdb.target.types;

import dev.xmdb.target.symbols.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Types of a 64-bit guest that a test declares structure by structure. */
public final class TypesOf implements Types {
    private static final Type WORD = new Type.Whole("unsigned long", 8, 0, 64, false, Type.Whole.Use.NUMBER);
    private static final Type CHARACTER = new Type.Whole("char", 1, 0, 8, false, Type.Whole.Use.CHARACTER);

    private final Map<String, Type.Aggregate> structures = new LinkedHashMap<>();
    private final Map<String, Type.Enumeration> enumerations = new LinkedHashMap<>();

    /** A structure whose members are declared after it. */
    public final class Structure {
        private final String name;
        private final long size;
        private final List<Type.Field> fields = new ArrayList<>();

        private Structure(String name, long size) {
            this.name = name;
            this.size = size;
            structures.put(name, new Type.Aggregate(Tag.STRUCT, name, size, fields));
        }

        /** A member that is an unsigned number of some bytes. */
        public Structure number(String member, long offset, int bytes) {
            return field(
                    member, offset, new Type.Whole("u" + bytes * 8, bytes, 0, bytes * 8, false, Type.Whole.Use.NUMBER));
        }

        /** A member that is an array of words. */
        public Structure words(String member, long offset, int count) {
            return field(member, offset, new Type.Array(TypeLink.to(WORD), count, 0));
        }

        /** A member that is an array of characters. */
        public Structure text(String member, long offset, int length) {
            return field(member, offset, new Type.Array(TypeLink.to(CHARACTER), length, 0));
        }

        /** A member that is a pointer to characters. */
        public Structure textPointer(String member, long offset) {
            return field(member, offset, new Type.Pointer(8, TypeLink.to(CHARACTER)));
        }

        /** A member that is another structure, declared before this one. */
        public Structure struct(String member, long offset, String of) {
            return field(member, offset, declared(of));
        }

        /** A member that is a pointer to a structure, declared at any time. */
        public Structure pointer(String member, long offset, String of) {
            return field(member, offset, new Type.Pointer(8, new TypeLink(_ -> declared(of), 0)));
        }

        /** A member of a type of the test's own. */
        public Structure field(String member, long offset, Type type) {
            fields.add(new Type.Field(member, offset * 8, 0, TypeLink.to(type)));
            return this;
        }

        /** Its bytes. */
        public long size() {
            return size;
        }

        @Override
        public String toString() {
            return "struct " + name;
        }
    }

    /** Declares a structure. */
    public Structure struct(String name, long size) {
        return new Structure(name, size);
    }

    /** Declares an enumeration. */
    public TypesOf enumeration(String name, Map<String, Long> values) {
        List<Type.Enumerator> enumerators = values.entrySet().stream()
                .map(each -> new Type.Enumerator(each.getKey(), each.getValue()))
                .toList();
        enumerations.put(name, new Type.Enumeration(name, Integer.BYTES, enumerators));
        return this;
    }

    private Type declared(String name) {
        Type type = structures.get(name);
        return type == null ? new Type.Forward(Tag.STRUCT, name) : type;
    }

    @Override
    public int wordSize() {
        return Long.BYTES;
    }

    @Override
    public Stream<Type> candidates(Optional<Tag> tag, String name) {
        return tag.equals(Optional.of(Tag.STRUCT))
                ? Stream.ofNullable(structures.get(name))
                : tag.equals(Optional.of(Tag.ENUM)) ? Stream.ofNullable(enumerations.get(name)) : Stream.of();
    }

    @Override
    public Optional<Type> candidate(String object, Optional<Tag> tag, String name) {
        return candidates(tag, name).findFirst();
    }

    @Override
    public Optional<Type> ofVariable(Symbol symbol) {
        return Optional.empty();
    }

    @Override
    public Optional<Type.Function> ofFunction(Symbol symbol) {
        return Optional.empty();
    }
}

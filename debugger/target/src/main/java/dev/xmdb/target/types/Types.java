package dev.xmdb.target.types;

import dev.xmdb.target.symbols.Symbol;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The types of a guest by name and by symbol, whatever format they come in. Thread-safe. */
public interface Types {

    /** A guest without types. */
    Types NONE = new Types() {
        @Override
        public int wordSize() {
            return Long.BYTES;
        }

        @Override
        public Stream<Type> candidates(Optional<Tag> tag, String name) {
            return Stream.of();
        }

        @Override
        public Optional<Type> candidate(String object, Optional<Tag> tag, String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Type> ofVariable(Symbol symbol) {
            return Optional.empty();
        }

        @Override
        public Optional<Type.Function> ofFunction(Symbol symbol) {
            return Optional.empty();
        }
    };

    /** Bytes in a guest pointer, 8 or 4. */
    int wordSize();

    /**
     * Every type with a bare name, the one to prefer first, found as far as somebody asks on; names are not unique among modules, nor always within one. A declaration
     * without a definition is none of them when there is a definition.
     *
     * @param tag {@code struct}, {@code union} or {@code enum}; empty for everything else that has a name
     * @param name the name without the keyword
     */
    Stream<Type> candidates(Optional<Tag> tag, String name);

    /** The type with a bare name as one object means it. */
    Optional<Type> candidate(String object, Optional<Tag> tag, String name);

    /**
     * The names of all types as somebody types them, with {@code struct}, {@code union} or {@code enum} before those that have it, in no
     * order that matters; a name may come more than once. Spelled out as somebody asks on.
     */
    default Stream<String> names() {
        return Stream.of();
    }

    /** The type of a variable, where the data records it. */
    Optional<Type> ofVariable(Symbol symbol);

    /** The type of a function, where the data records it. */
    Optional<Type.Function> ofFunction(Symbol symbol);

    /** The number that the type of a variable has in the data, where the data records it. */
    default OptionalInt numberOf(Symbol variable) {
        return OptionalInt.empty();
    }

    /** The type that a typed name means. */
    default Optional<Type> find(String text) {
        return TypeName.parse(text).flatMap(name -> meant(name).map(base -> name.pointing(base, wordSize())));
    }

    /** The type that a bare name means, however the data spells it. */
    private Optional<Type> meant(TypeName name) {
        return name.tag().isPresent()
                ? candidates(name.tag(), name.name()).findFirst()
                : TypeName.spellings(name.name()).stream()
                        .flatMap(spelling -> candidates(Optional.empty(), spelling))
                        .findFirst();
    }

    /** The type that a typed name means in one object. */
    default Optional<Type> find(String object, String text) {
        return TypeName.parse(text)
                .flatMap(name -> (name.tag().isPresent() ? List.of(name.name()) : TypeName.spellings(name.name()))
                        .stream()
                                .flatMap(spelling -> candidate(object, name.tag(), spelling).stream())
                                .findFirst()
                                .map(base -> name.pointing(base, wordSize())));
    }

    /** A type without typedefs and qualifiers, and with its definition where it only announces one. */
    default Type complete(Type type) {
        Type resolved = type.resolved();
        if (resolved instanceof Type.Forward forward) {
            return candidates(Optional.of(forward.tag()), forward.name())
                    .filter(found -> !(found instanceof Type.Forward))
                    .findFirst()
                    .orElse(forward);
        }
        return resolved;
    }

    /**
     * A structure or union that has a member: several may have one name.
     *
     * @param text its typed name
     * @param member a member by which it is told from others of its name
     * @throws TypeDataException when there is no such type
     */
    default StructLayout layoutWith(String text, String member) {
        return TypeName.parse(text).stream()
                .flatMap(name -> candidates(name.tag(), name.name()))
                .filter(type -> complete(type) instanceof Type.Aggregate)
                .map(type -> new StructLayout(this, type))
                .filter(layout -> layout.has(member))
                .findFirst()
                .orElseThrow(() -> new TypeDataException("failed to find type " + text + " with a member " + member
                        + ": No type information available for that name"));
    }

    /**
     * A structure or union to read by the names of its members.
     *
     * @param text its typed name, for example {@code struct proc} or {@code kthread_t}
     * @throws TypeDataException when there is no such type, or it has no members
     */
    default StructLayout layout(String text) {
        return new StructLayout(
                this,
                find(text)
                        .orElseThrow(() -> new TypeDataException(
                                "failed to find type " + text + ": No type information available for that name")));
    }
}

package dev.xmdb.target.types;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A C type as a guest describes it. Sizes are in bytes. Types come from hostile data: a type may contain itself, so whoever follows
 * links counts steps.
 */
public sealed interface Type {
    /** Most links that are followed from a typedef, a qualifier or an array to what it is made of. */
    int MAX_CHAIN = 64;

    /** Its name without a keyword; empty when it has none. */
    default String name() {
        return "";
    }

    /** Bytes of a value; 0 where there is none (void, functions, declarations without a definition, missing types). */
    long size();

    /** What remains without typedefs and qualifiers. */
    default Type resolved() {
        Type at = this;
        for (int steps = 0; steps < MAX_CHAIN; steps++) {
            switch (at) {
                case Typedef typedef -> at = typedef.target().type();
                case Qualified qualified -> at = qualified.target().type();
                default -> {
                    return at;
                }
            }
        }
        return new Missing("type data structure corruption detected: a typedef leads to itself");
    }

    /** The type as C writes it, for example {@code struct foo *}. */
    default String declaration() {
        return Declaration.of(this);
    }

    /** No type, or any. */
    record Nothing() implements Type {
        @Override
        public String name() {
            return "void";
        }

        @Override
        public long size() {
            return 0;
        }
    }

    /**
     * A type that the data names but does not have.
     *
     * @param reason why
     */
    record Missing(String reason) implements Type {
        @Override
        public long size() {
            return 0;
        }
    }

    /**
     * A whole number, or a part of one.
     *
     * @param name its name
     * @param size bytes that hold it
     * @param bitOffset first bit of it in them, from the lowest
     * @param bits how many bits it has
     * @param signed whether its top bit is a sign
     * @param use what it is used for
     */
    record Whole(String name, long size, int bitOffset, int bits, boolean signed, Use use) implements Type {
        /** What a whole number is used for. */
        public enum Use {
            /** A number. */
            NUMBER,
            /** A character. */
            CHARACTER,
            /** True or false. */
            TRUTH
        }
    }

    /**
     * A floating-point number.
     *
     * @param name its name
     * @param size its bytes
     */
    record Floating(String name, long size) implements Type {}

    /**
     * A pointer.
     *
     * @param size its bytes, the guest's word
     * @param target what it points to
     */
    record Pointer(long size, TypeLink target) implements Type {}

    /**
     * An array.
     *
     * @param element what it is made of
     * @param count how many of them
     * @param recordedSize its bytes as the data gives them; 0 when they follow from the elements
     */
    record Array(TypeLink element, long count, long recordedSize) implements Type {
        @Override
        public long size() {
            long factor = 1;
            Array at = this;
            for (int steps = 0; steps < MAX_CHAIN; steps++) {
                if (at.recordedSize() != 0) {
                    return saturated(factor, at.recordedSize());
                }
                factor = saturated(factor, at.count());
                Type element = at.element().type().resolved();
                if (!(element instanceof Array inner)) {
                    return saturated(factor, element.size());
                }
                at = inner;
            }
            return 0;
        }

        private static long saturated(long one, long other) {
            return Math.multiplyHigh(one, other) == 0 && one * other >= 0 ? one * other : Long.MAX_VALUE;
        }
    }

    /**
     * A function.
     *
     * @param name its name, where the data names function types
     * @param result what it returns
     * @param arguments what it takes
     * @param variadic whether it takes more than that
     */
    record Function(String name, TypeLink result, List<TypeLink> arguments, boolean variadic) implements Type {
        @Override
        public long size() {
            return 0;
        }
    }

    /**
     * A structure or a union.
     *
     * @param tag which of them
     * @param name its tag; empty when it is anonymous
     * @param size its bytes
     * @param fields its members in the data's order
     */
    record Aggregate(Tag tag, String name, long size, List<Field> fields) implements Type {
        /**
         * A member by its name, also one of an anonymous structure or union inside; its offset is that from this structure's beginning.
         */
        public Optional<Field> field(String member) {
            return MemberPath.named(this, member);
        }

        /** The names by which {@link #field} finds members, those of anonymous structures and unions inside among them. */
        public List<String> memberNames() {
            return MemberPath.names(this);
        }
    }

    /**
     * A member as it is declared.
     *
     * @param name its name; empty when it is an anonymous structure or union, whose members count as the outer one's
     * @param bitOffset where it begins, in bits from the structure's beginning
     * @param bitWidth bits of a bit-field, where the data says it here; 0 when the type says it
     * @param link its type
     */
    record Field(String name, long bitOffset, int bitWidth, TypeLink link) {
        /** Its type. */
        public Type type() {
            return link.type();
        }

        /** The same member of a structure in which this one's begins some bits further on. */
        Field moved(long bits) {
            return new Field(name, bitOffset + bits, bitWidth, link);
        }
    }

    /**
     * An enumeration.
     *
     * @param name its tag
     * @param size its bytes
     * @param enumerators its names and values
     */
    record Enumeration(String name, long size, List<Enumerator> enumerators) implements Type {
        /** The name of a value: the first one that has it. */
        public Optional<String> nameOf(long value) {
            return enumerators.stream()
                    .filter(enumerator -> enumerator.value() == value)
                    .map(Enumerator::name)
                    .findFirst();
        }
    }

    /**
     * A name for a number.
     *
     * @param name the name
     * @param value the number
     */
    record Enumerator(String name, long value) {}

    /**
     * The announcement of a structure, union or enumeration that is defined elsewhere.
     *
     * @param tag which of them
     * @param name its tag
     */
    record Forward(Tag tag, String name) implements Type {
        @Override
        public long size() {
            return 0;
        }
    }

    /**
     * Another name for a type.
     *
     * @param name the name
     * @param target the type
     */
    record Typedef(String name, TypeLink target) implements Type {
        @Override
        public long size() {
            return resolved().size();
        }
    }

    /**
     * A type with a qualifier.
     *
     * @param qualifier the qualifier
     * @param target the type
     */
    record Qualified(Qualifier qualifier, TypeLink target) implements Type {
        @Override
        public long size() {
            return resolved().size();
        }
    }

    /** Qualifiers. */
    enum Qualifier {
        /** {@code const}. */
        CONST,
        /** {@code volatile}. */
        VOLATILE,
        /** {@code restrict}. */
        RESTRICT;

        /** The keyword. */
        public String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

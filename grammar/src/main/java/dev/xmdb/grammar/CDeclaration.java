package dev.xmdb.grammar;

import java.util.List;
import java.util.Optional;

/** A type as C declares it. Names are not looked up: whether a type of a name exists is not known here. */
public sealed interface CDeclaration {

    /**
     * A type that has a name: {@code unsigned long}, {@code proc_t}.
     *
     * @param name its words, with a blank between them
     */
    record Named(String name) implements CDeclaration {}

    /**
     * A type with a qualifier.
     *
     * @param qualifier the qualifier
     * @param target the type without it
     */
    record Qualified(CQualifier qualifier, CDeclaration target) implements CDeclaration {}

    /**
     * A structure, union or enumeration that is defined elsewhere.
     *
     * @param tag what it is
     * @param name its tag
     */
    record Tagged(CTag tag, String name) implements CDeclaration {}

    /**
     * A structure or union with its members.
     *
     * @param union whether it is a union
     * @param name its tag; empty when it has none
     * @param members its members in order
     * @param packed whether they follow each other without holes
     */
    record Aggregate(boolean union, String name, List<Member> members, boolean packed) implements CDeclaration {
        /** Copies the list. */
        public Aggregate {
            members = List.copyOf(members);
        }

        /** One that is not packed. */
        public Aggregate(boolean union, String name, List<Member> members) {
            this(union, name, members, false);
        }
    }

    /**
     * An enumeration with its values.
     *
     * @param name its tag; empty when it has none
     * @param values names and numbers
     */
    record Enumeration(String name, List<EnumValue> values) implements CDeclaration {
        /** Copies the list. */
        public Enumeration {
            values = List.copyOf(values);
        }
    }

    /**
     * A pointer.
     *
     * @param target what it points to
     */
    record Pointer(CDeclaration target) implements CDeclaration {}

    /**
     * An array.
     *
     * @param element what it is made of
     * @param count how many of them; 0 when it has no end of its own
     */
    record Array(CDeclaration element, long count) implements CDeclaration {}

    /**
     * A function.
     *
     * @param result what it returns
     */
    record Function(CDeclaration result) implements CDeclaration {}

    /**
     * A member.
     *
     * @param name its name; empty for an anonymous structure or union, and for bits that only fill
     * @param type its type
     * @param width bits of a bit-field; empty for anything else
     */
    record Member(String name, CDeclaration type, Optional<Integer> width) {}

    /**
     * A name for a number.
     *
     * @param name the name
     * @param value the number
     */
    record EnumValue(String name, long value) {}

    /**
     * A declaration in a file.
     *
     * @param name the typedef's name; empty where only a tag is declared
     * @param type the type
     */
    record Definition(String name, CDeclaration type) {}

    /** It without qualifiers. */
    default CDeclaration unqualified() {
        CDeclaration at = this;
        while (at instanceof Qualified(CQualifier ignored, CDeclaration target)) {
            at = target;
        }
        return at;
    }

    /** A qualifier. */
    enum CQualifier {
        /** {@code const}. */
        CONST,
        /** {@code volatile}. */
        VOLATILE,
        /** {@code restrict}. */
        RESTRICT
    }

    /** The keyword before a tag. */
    enum CTag {
        /** {@code struct}. */
        STRUCT,
        /** {@code union}. */
        UNION,
        /** {@code enum}. */
        ENUM
    }
}

package dev.xmdb.engine;

import dev.xmdb.grammar.CDeclaration;
import dev.xmdb.grammar.CDeclarationReader;
import dev.xmdb.grammar.SyntaxError;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.TypeName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Makes types of C declarations: gives members their natural places, and looks up the names of their types. */
public final class TypeDeclarations {
    private static final long LARGEST = 1L << 40;

    private final TypeDefinitions types;
    private boolean hiding;

    /** Declarations whose types go to some definitions. */
    public TypeDeclarations(TypeDefinitions types) {
        this.types = types;
    }

    /**
     * Declares a type under a name.
     *
     * @param text a C declaration without a name of its own: {@code struct foo { int a; }}, {@code unsigned long *}
     * @param name the typedef's name
     * @throws DcmdException when the text declares nothing, or names what is not there or is there already
     */
    public void declare(String text, String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new DcmdException("The name " + name + " is not a valid C identifier.");
        }
        CDeclaration declaration = switch (CDeclarationReader.read(text)) {
            case CDeclarationReader.Declared declared -> declared.declaration();
            case CDeclarationReader.Wrong wrong -> throw new DcmdException(describe(wrong.error()));
        };
        if (types.find(name).isPresent()) {
            throw new DcmdException("typedef name " + name + " already exists");
        }
        Type type = type(declaration, "");
        types.define(Optional.empty(), name, new Type.Typedef(name, TypeLink.to(type)));
        defineTag(declaration, type);
    }

    /**
     * Declares everything that a file of C declarations does; the guest's types of the same names are hidden. Nothing is defined when
     * something in it is wrong.
     *
     * @param file the file's name, for messages
     * @throws DcmdException with the line for what is no declaration
     */
    public void declareAll(String file, String text) {
        List<CDeclaration.Definition> definitions = switch (CDeclarationReader.readAll(text)) {
            case CDeclarationReader.DeclaredAll all -> all.definitions();
            case CDeclarationReader.Wrong wrong ->
                throw new DcmdException(describe(wrong.error()) + " on line "
                        + wrong.error().position().line() + " of " + file);
        };
        hiding = true;
        types.together(() -> definitions.forEach(this::define));
    }

    private void define(CDeclaration.Definition definition) {
        String name = definition.name();
        if (!name.isEmpty() && types.isDefined(Optional.empty(), name)) {
            throw new DcmdException("typedef name " + name + " already exists");
        }
        Type type = type(definition.type(), "");
        if (!name.isEmpty()) {
            types.define(Optional.empty(), name, new Type.Typedef(name, TypeLink.to(type)));
        }
        defineTag(definition.type(), type);
    }

    private static String describe(SyntaxError error) {
        return error.message() + (error.token().isEmpty() ? "" : " near \"" + error.token() + "\"");
    }

    /** A structure's tag is defined with it; one inside another is known by its member only. */
    private void defineTag(CDeclaration declaration, Type declared) {
        Type type = unqualified(declared);
        switch (declaration.unqualified()) {
            case CDeclaration.Aggregate aggregate
            when !aggregate.name().isEmpty() ->
                types.define(Optional.of(aggregate.union() ? Tag.UNION : Tag.STRUCT), aggregate.name(), type);
            case CDeclaration.Enumeration enumeration
            when !enumeration.name().isEmpty() -> types.define(Optional.of(Tag.ENUM), enumeration.name(), type);
            default -> {}
        }
    }

    private static Type unqualified(Type type) {
        Type at = type;
        while (at instanceof Type.Qualified qualified) {
            at = qualified.target().type();
        }
        return at;
    }

    private Type type(CDeclaration declaration, String member) {
        return switch (declaration) {
            case CDeclaration.Qualified(CDeclaration.CQualifier qualifier, CDeclaration target) ->
                new Type.Qualified(Type.Qualifier.valueOf(qualifier.name()), TypeLink.to(type(target, member)));
            case CDeclaration.Named(String name) -> named(name, member);
            case CDeclaration.Tagged(CDeclaration.CTag tag, String name) -> tagged(Tag.valueOf(tag.name()), name);
            case CDeclaration.Pointer(CDeclaration target) ->
                new Type.Pointer(types.wordSize(), pointed(target, member));
            case CDeclaration.Array(CDeclaration element, long count) ->
                new Type.Array(TypeLink.to(whole(type(element, member), member)), count, 0);
            case CDeclaration.Function(CDeclaration result) ->
                new Type.Function("", TypeLink.to(type(result, member)), List.of(), false);
            case CDeclaration.Enumeration enumeration -> enumeration(enumeration);
            case CDeclaration.Aggregate aggregate -> aggregate(aggregate);
        };
    }

    /** What a pointer points to may be defined later. */
    private TypeLink pointed(CDeclaration target, String member) {
        return switch (target) {
            case CDeclaration.Tagged(CDeclaration.CTag tag, String name) -> types.later(Tag.valueOf(tag.name()), name);
            case CDeclaration.Qualified(CDeclaration.CQualifier qualifier, CDeclaration inner) ->
                TypeLink.to(new Type.Qualified(Type.Qualifier.valueOf(qualifier.name()), pointed(inner, member)));
            default -> TypeLink.to(type(target, member));
        };
    }

    private Type named(String name, String member) {
        return TypeName.parse(name)
                .flatMap(parsed -> types.find(parsed.name()))
                .or(() -> member.isEmpty() && !hiding ? tagged(name) : Optional.empty())
                .orElseThrow(() -> new DcmdException((member.isEmpty()
                                ? name + " does not exist"
                                : "failed to add member " + member + ": type " + name + " does not exist")
                        + (Intrinsics.are(name) ? " (::typedef -c LP64 makes C's own types)" : "")));
    }

    /** A whole declaration may name a tag without its keyword, as other commands take it: the first kind that has a definition. */
    private Optional<Type> tagged(String name) {
        return Arrays.stream(Tag.values())
                .flatMap(tag -> types.candidates(Optional.of(tag), name))
                .filter(type -> !(type instanceof Type.Forward))
                .findFirst();
    }

    private Type tagged(Tag tag, String name) {
        return types.candidates(Optional.of(tag), name).findFirst().orElseGet(() -> new Type.Forward(tag, name));
    }

    private static Type enumeration(CDeclaration.Enumeration declared) {
        return new Type.Enumeration(
                declared.name(),
                Integer.BYTES,
                declared.values().stream()
                        .map(each -> new Type.Enumerator(each.name(), each.value()))
                        .toList());
    }

    private Type whole(Type type, String member) {
        if (types.complete(type) instanceof Type.Forward forward) {
            throw new DcmdException(
                    "failed to add member " + member + ": type " + forward.declaration() + " does not exist");
        }
        return type;
    }

    private Type aggregate(CDeclaration.Aggregate declared) {
        Tag tag = declared.union() ? Tag.UNION : Tag.STRUCT;
        if (!declared.name().isEmpty() && inUse(tag, declared.name())) {
            throw new DcmdException("type name " + tag.keyword() + " " + declared.name() + " already in use");
        }
        var names = new HashSet<String>();
        var fields = new ArrayList<Type.Field>();
        var place = new Layout(declared.union(), declared.packed());
        for (CDeclaration.Member member : declared.members()) {
            if (!member.name().isEmpty() && !names.add(member.name())) {
                throw new DcmdException("duplicate name detected: " + member.name());
            }
            Type type = whole(type(member.type(), member.name()), member.name());
            checkFlexible(declared, member, type);
            long offset = member.width().isPresent()
                    ? place.bits(types.complete(type), bitWidth(member, types.complete(type)))
                    : place.next(size(type), alignment(type));
            if (!member.name().isEmpty() || types.complete(type) instanceof Type.Aggregate) {
                fields.add(new Type.Field(member.name(), offset, member.width().orElse(0), TypeLink.to(type)));
            }
        }
        return new Type.Aggregate(tag, declared.name(), place.size(), List.copyOf(fields));
    }

    private boolean inUse(Tag tag, String name) {
        return hiding
                ? types.isDefined(Optional.of(tag), name)
                : types.candidates(Optional.of(tag), name).anyMatch(type -> !(type instanceof Type.Forward));
    }

    private static int bitWidth(CDeclaration.Member member, Type base) {
        int width = member.width().orElse(0);
        if (!(base instanceof Type.Whole) && !(base instanceof Type.Enumeration)) {
            throw new DcmdException("bit-field " + member.name() + " is not an integer");
        }
        if (width > base.size() * Byte.SIZE || (width == 0 && !member.name().isEmpty())) {
            throw new DcmdException("bit-field " + member.name() + " of " + width + " bits does not fit its type");
        }
        return width;
    }

    private void checkFlexible(CDeclaration.Aggregate declared, CDeclaration.Member member, Type type) {
        if (!(type instanceof Type.Array array) || array.count() != 0) {
            return;
        }
        if (declared.union()) {
            throw new DcmdException("Flexible array members are only valid in structs.");
        }
        if (!member.equals(declared.members().getLast())) {
            throw new DcmdException("Flexible array entries are only allowed to be the last entry in a struct");
        }
        if (declared.members().size() == 1) {
            throw new DcmdException("Structs must have members aside from a flexible member");
        }
    }

    private long size(Type type) {
        long size = types.complete(type).size();
        if (size < 0 || size > LARGEST) {
            throw new DcmdException(type.declaration() + " is too large");
        }
        return size;
    }

    /** What the address of a value must be a multiple of: the largest of what its parts ask for. */
    private long alignment(Type type) {
        Type base = types.complete(type);
        return switch (base) {
            case Type.Array array -> alignment(array.element().type());
            case Type.Aggregate aggregate -> alignment(aggregate);
            default -> Math.clamp(Long.highestOneBit(base.size()), 1, 2L * Long.BYTES);
        };
    }

    /** A structure whose members are not at natural places is packed: it may be anywhere. */
    private long alignment(Type.Aggregate aggregate) {
        long strictest = 1;
        boolean natural = true;
        for (Type.Field field : aggregate.fields()) {
            long own = alignment(field.type());
            strictest = Math.max(strictest, own);
            boolean whole = field.bitWidth() == 0 && field.bitOffset() % Byte.SIZE == 0;
            natural &= !whole || field.bitOffset() % (own * Byte.SIZE) == 0;
        }
        return natural && aggregate.size() % strictest == 0 ? strictest : 1;
    }

    /** Where the next member goes, in bits. */
    private static final class Layout {
        private final boolean union;
        private final boolean packed;
        private long end;
        private long largest;
        private long strictest = 1;

        Layout(boolean union, boolean packed) {
            this.union = union;
            this.packed = packed;
        }

        long next(long size, long alignment) {
            strictest = packed ? 1 : Math.max(strictest, alignment);
            long start = union ? 0 : up(end, packed ? Byte.SIZE : alignment * Byte.SIZE);
            return taken(start, size * Byte.SIZE);
        }

        /** A bit-field begins where the one before it ends, unless it would leave the unit of its type. */
        long bits(Type base, int width) {
            long unit = base.size() * Byte.SIZE;
            strictest = packed ? 1 : Math.max(strictest, base.size());
            if (width == 0) {
                return taken(up(end, unit), 0);
            }
            long start = union ? 0 : end;
            boolean leaves = !packed && start / unit != (start + width - 1) / unit;
            return taken(leaves ? up(start, unit) : start, width);
        }

        private long taken(long start, long bits) {
            end = start + bits;
            largest = Math.max(largest, end);
            return start;
        }

        long size() {
            return up(union ? largest : end, strictest * Byte.SIZE) / Byte.SIZE;
        }

        private static long up(long value, long multiple) {
            return (value + multiple - 1) / multiple * multiple;
        }
    }
}

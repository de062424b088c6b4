package dev.xmdb.target.types.btf;

import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.TypeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Types of a kernel or of one of its modules. A module's container continues the kernel's: its numbers go on where those end, and it
 * refers to them. Thread-safe.
 */
public final class BtfContainer implements TypeSource {
    private static final int HEAD = 12;
    private static final int MEMBER = 12;
    private static final int PAIR = 8;
    private static final int SIGNED = 1;
    private static final int CHARACTER = 2;
    private static final int TRUTH = 4;
    private static final int BITS_OFFSET = 0xff_ffff;
    private static final Type VOID = new Type.Nothing();

    private final BtfData data;
    private final BtfIndex index;
    private final @Nullable BtfContainer base;
    private final int firstType;
    private final int wordSize;
    private final AtomicReferenceArray<@Nullable Type> decoded;

    private BtfContainer(byte[] bytes, @Nullable BtfContainer base, int wordSize) throws BtfException {
        this.base = base;
        this.wordSize = wordSize;
        this.firstType = base == null ? 1 : base.firstType + base.index.count();
        this.data = new BtfData(bytes, base == null ? null : base.data);
        this.index = new BtfIndex(data);
        this.decoded = new AtomicReferenceArray<>(index.count());
    }

    /**
     * Reads a kernel's types.
     *
     * @param bytes the container
     * @param wordSize bytes of a pointer
     * @throws BtfException when the bytes are damaged or no BTF
     */
    public static BtfContainer read(byte[] bytes, int wordSize) throws BtfException {
        return new BtfContainer(bytes, null, wordSize);
    }

    /**
     * Reads a module's types, which continue these.
     *
     * @throws BtfException when the bytes are damaged or no BTF
     */
    public BtfContainer continued(byte[] bytes) throws BtfException {
        return new BtfContainer(bytes, this, wordSize);
    }

    /** How many types it has of its own. */
    public int count() {
        return index.count();
    }

    /** The number of its first type. */
    public int firstType() {
        return firstType;
    }

    /** The number of its first string. */
    public int firstString() {
        return data.firstString();
    }

    @Override
    public Type type(int id) {
        if (id == 0) {
            return VOID;
        }
        if (id < firstType && base != null && id > 0) {
            return base.type(id);
        }
        int number = id - firstType;
        if (number < 0 || number >= index.count()) {
            return new Type.Missing("there is no type " + Integer.toUnsignedString(id));
        }
        Type known = decoded.get(number);
        if (known == null) {
            known = decode(index.offset(number));
            decoded.set(number, known);
        }
        return known;
    }

    /** Structures, unions or enumerations with a name, in the container's order. */
    public Stream<Type> tagged(Tag tag, String name) {
        return index.named(name)
                .filter(number -> tag.equals(tagOf(index.offset(number))))
                .mapToObj(number -> type(firstType + number));
    }

    /** Any other types with a name: numbers and typedefs, and in a kernel's container void, which has no record. */
    public Stream<Type> named(String name) {
        Stream<Type> unrecorded = base == null && name.equals(VOID.name()) ? Stream.of(VOID) : Stream.of();
        return Stream.concat(unrecorded, recorded(name));
    }

    private Stream<Type> recorded(String name) {
        return index.named(name)
                .filter(number -> switch (kind(index.offset(number))) {
                    case INT, FLOAT, TYPEDEF -> true;
                    default -> false;
                })
                .mapToObj(number -> type(firstType + number));
    }

    /** The names of its own types as somebody types them: {@code struct list_head}, {@code pid_t}. */
    public Stream<String> names() {
        return IntStream.range(0, index.count())
                .map(index::offset)
                .filter(at -> data.s32(at) != 0)
                .mapToObj(this::typedName)
                .flatMap(Optional::stream);
    }

    private Optional<String> typedName(int at) {
        Tag tag = tagOf(at);
        return switch (kind(at)) {
            case INT, FLOAT, TYPEDEF -> Optional.of(string(data.s32(at)));
            default -> Optional.ofNullable(tag).map(known -> known.keyword() + " " + string(data.s32(at)));
        };
    }

    /** The type of the function with a name. */
    public Optional<Type.Function> function(String name) {
        return index.named(name)
                .filter(number -> kind(index.offset(number)) == BtfKind.FUNC)
                .mapToObj(number -> type(firstType + number))
                .filter(Type.Function.class::isInstance)
                .map(Type.Function.class::cast)
                .findFirst();
    }

    /** The type of the variable with a name; kernels record it for per-CPU variables only, since 5.x. */
    public Optional<Type> variable(String name) {
        return index.named(name)
                .filter(number -> kind(index.offset(number)) == BtfKind.VAR)
                .mapToObj(number -> type(data.s32(index.offset(number) + 8)))
                .findFirst();
    }

    /**
     * A variable in a section.
     *
     * @param name its name
     * @param offset its first byte, from the section's beginning
     * @param size its bytes
     * @param type its type
     */
    public record Placed(String name, long offset, long size, TypeLink type) {}

    /** The variables of a section, where the container tells of it; kernels do for that of per-CPU variables, since 5.11. */
    public List<Placed> variablesOf(String section) {
        return index.named(section)
                .filter(number -> kind(index.offset(number)) == BtfKind.DATASEC)
                .boxed()
                .flatMap(number -> variables(index.offset(number)).stream())
                .toList();
    }

    private List<Placed> variables(int at) {
        var found = new ArrayList<Placed>(length(at));
        for (int each = 0; each < length(at); each++) {
            int entry = at + HEAD + each * MEMBER;
            int number = data.s32(entry) - firstType;
            if (number >= 0 && number < index.count() && kind(index.offset(number)) == BtfKind.VAR) {
                int variable = index.offset(number);
                found.add(new Placed(
                        string(data.s32(variable)),
                        Integer.toUnsignedLong(data.s32(entry + 4)),
                        Integer.toUnsignedLong(data.s32(entry + 8)),
                        link(data.s32(variable + 8))));
            }
        }
        return List.copyOf(found);
    }

    private @Nullable Tag tagOf(int at) {
        return switch (kind(at)) {
            case STRUCT -> Tag.STRUCT;
            case UNION -> Tag.UNION;
            case ENUM, ENUM64 -> Tag.ENUM;
            case FWD -> flag(at) ? Tag.UNION : Tag.STRUCT;
            default -> null;
        };
    }

    private BtfKind kind(int at) {
        return BtfKind.of((data.s32(at + 4) >>> 24) & 0x1f);
    }

    private boolean flag(int at) {
        return data.s32(at + 4) < 0;
    }

    private int length(int at) {
        return data.s32(at + 4) & 0xffff;
    }

    private String string(int offset) {
        return data.string(offset);
    }

    private Type decode(int at) {
        String name = string(data.s32(at));
        int word = data.s32(at + 8);
        long size = Integer.toUnsignedLong(word);
        return switch (kind(at)) {
            case INT -> whole(name, size, data.s32(at + HEAD));
            case FLOAT -> new Type.Floating(name, size);
            case PTR -> new Type.Pointer(wordSize, link(word));
            case ARRAY -> new Type.Array(link(data.s32(at + HEAD)), Integer.toUnsignedLong(data.s32(at + HEAD + 8)), 0);
            case STRUCT -> new Type.Aggregate(Tag.STRUCT, name, size, fields(at));
            case UNION -> new Type.Aggregate(Tag.UNION, name, size, fields(at));
            case ENUM -> new Type.Enumeration(name, size, enumerators(at));
            case ENUM64 -> new Type.Enumeration(name, size, wideEnumerators(at));
            case FWD -> new Type.Forward(flag(at) ? Tag.UNION : Tag.STRUCT, name);
            case TYPEDEF -> new Type.Typedef(name, link(word));
            case VOLATILE -> new Type.Qualified(Type.Qualifier.VOLATILE, link(word));
            case CONST -> new Type.Qualified(Type.Qualifier.CONST, link(word));
            case RESTRICT -> new Type.Qualified(Type.Qualifier.RESTRICT, link(word));
            case TYPE_TAG -> unmarked(word);
            case FUNC_PROTO -> function("", at);
            case FUNC -> prototype(name, word);
            case VAR, DATASEC, DECL_TAG, NONE -> new Type.Missing("no type but a mark or a variable");
        };
    }

    /** What a mark is on: it says nothing of the values. */
    private Type unmarked(int id) {
        int target = id;
        for (int steps = 0; steps < Type.MAX_CHAIN; steps++) {
            int number = target - firstType;
            if (number < 0 || number >= index.count() || kind(index.offset(number)) != BtfKind.TYPE_TAG) {
                return type(target);
            }
            target = data.s32(index.offset(number) + 8);
        }
        return new Type.Missing("marks on a type lead to themselves");
    }

    private TypeLink link(int id) {
        return new TypeLink(this, id);
    }

    private static Type whole(String name, long size, int encoding) {
        int marks = (encoding >>> 24) & 0xf;
        Type.Whole.Use use = (marks & TRUTH) != 0
                ? Type.Whole.Use.TRUTH
                : (marks & CHARACTER) != 0 || name.equals("char") ? Type.Whole.Use.CHARACTER : Type.Whole.Use.NUMBER;
        boolean signed = (marks & SIGNED) != 0;
        return new Type.Whole(name, size, (encoding >>> 16) & 0xff, encoding & 0xff, signed, use);
    }

    private List<Type.Field> fields(int at) {
        var fields = new ArrayList<Type.Field>(length(at));
        for (int each = 0; each < length(at); each++) {
            int member = at + HEAD + each * MEMBER;
            int place = data.s32(member + 8);
            long bits = flag(at) ? place & BITS_OFFSET : Integer.toUnsignedLong(place);
            int width = flag(at) ? place >>> 24 : 0;
            fields.add(new Type.Field(string(data.s32(member)), bits, width, link(data.s32(member + 4))));
        }
        return List.copyOf(fields);
    }

    private List<Type.Enumerator> enumerators(int at) {
        var enumerators = new ArrayList<Type.Enumerator>(length(at));
        for (int each = 0; each < length(at); each++) {
            int pair = at + HEAD + each * PAIR;
            enumerators.add(new Type.Enumerator(string(data.s32(pair)), data.s32(pair + 4)));
        }
        return List.copyOf(enumerators);
    }

    private List<Type.Enumerator> wideEnumerators(int at) {
        var enumerators = new ArrayList<Type.Enumerator>(length(at));
        for (int each = 0; each < length(at); each++) {
            int triple = at + HEAD + each * MEMBER;
            long value = Integer.toUnsignedLong(data.s32(triple + 4)) | (long) data.s32(triple + 8) << Integer.SIZE;
            enumerators.add(new Type.Enumerator(string(data.s32(triple)), value));
        }
        return List.copyOf(enumerators);
    }

    private Type prototype(String name, int id) {
        int number = id - firstType;
        if (id < firstType && base != null && id > 0) {
            return base.prototype(name, id);
        }
        return number >= 0 && number < index.count() && kind(index.offset(number)) == BtfKind.FUNC_PROTO
                ? function(name, index.offset(number))
                : new Type.Missing("function " + name + " has no prototype");
    }

    private Type.Function function(String name, int at) {
        int length = length(at);
        int last = at + HEAD + (length - 1) * PAIR;
        boolean variadic = length > 0 && data.s32(last) == 0 && data.s32(last + 4) == 0;
        var arguments = new ArrayList<TypeLink>(length);
        for (int each = 0; each < length - (variadic ? 1 : 0); each++) {
            arguments.add(link(data.s32(at + HEAD + each * PAIR + 4)));
        }
        return new Type.Function(name, link(data.s32(at + 8)), List.copyOf(arguments), variadic);
    }
}

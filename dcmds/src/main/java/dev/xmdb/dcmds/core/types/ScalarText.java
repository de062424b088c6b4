package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.format.GuestStrings;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.TextFormat;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.Bits;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values that have no parts, as text and as typed fields. */
final class ScalarText {
    private static final TextFormat DECIMAL = TextFormat.of("%#d");
    private static final TextFormat UNSIGNED = TextFormat.of("%#u");
    private static final TextFormat TIME = TextFormat.of("%Y");
    private static final int LONGEST_TEXT = 255;
    private static final String ABBREVIATED = " ...";

    private final Layout layout;
    private final PrintStyle style;
    private final AddressSpace strings;

    /** A value: how it is printed, and as what a program would take it. */
    record Scalar(String text, Value value, Optional<String> note) {
        Scalar(String text, Value value) {
            this(text, value, Optional.empty());
        }

        /** Adds the value, and the name or the text that explains it. */
        Fields addTo(Fields fields) {
            fields.add("value", value);
            note.ifPresent(text -> fields.text("meaning", text));
            return fields;
        }
    }

    ScalarText(Layout layout, PrintStyle style, AddressSpace strings) {
        this.layout = layout;
        this.style = style;
        this.strings = strings;
    }

    /** Whether a type is that of the members of a C string: one that is called {@code char} may have no sign (Linux since 6.2). */
    static boolean isCharacter(Type type) {
        return type instanceof Type.Whole whole
                && whole.use() == Type.Whole.Use.CHARACTER
                && (whole.signed() || whole.name().equals("char"))
                && whole.bits() == Byte.SIZE;
    }

    /** A text with C's escapes for what cannot be printed. */
    static String escaped(String text) {
        if (isPrintable(text)) {
            return text;
        }
        return text.chars()
                .mapToObj(c -> c >= ' ' && c < 0x7f ? String.valueOf((char) c) : GuestStrings.escape(c))
                .collect(Collectors.joining());
    }

    /** Whether every character is printable ASCII. */
    static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /**
     * Reads a value.
     *
     * @param base its type, without typedefs and qualifiers
     * @throws dev.xmdb.engine.DcmdException when it cannot be read
     */
    Scalar read(TypedPlace place, Type base) {
        return switch (base) {
            case Type.Whole whole -> whole(place, whole);
            case Type.Floating floating -> floating(place, floating);
            case Type.Pointer pointer -> pointer(place, pointer);
            case Type.Function _ -> address(place, strings.wordSize());
            case Type.Enumeration enumeration -> enumeration(place, enumeration);
            case Type.Forward _ -> nothing("; <forward declaration of " + name(base) + ">");
            case Type.Missing(String reason) -> nothing("??? (" + SingleLine.of(reason) + ")");
            default -> nothing("");
        };
    }

    private static String name(Type type) {
        return SingleLine.of(type.declaration());
    }

    private static Scalar nothing(String text) {
        return new Scalar(text, new Value.Absent());
    }

    /** The bits of a whole number or an enumeration, as a number. */
    static long bits(TypedPlace place, int from, int width, boolean signed) {
        int bytes = (from + width + Byte.SIZE - 1) / Byte.SIZE;
        return Faults.bytes(
                bytes, place.address(), () -> Bits.read(place.memory(), place.address(), from, width, signed));
    }

    /** A number for programs. */
    static Value quantity(long number, boolean signed) {
        return signed || number >= 0 ? new Value.Quantity(number) : new Value.Unsigned(number);
    }

    private Scalar whole(TypedPlace place, Type.Whole whole) {
        int width = place.width() > 0 ? place.width() : whole.bits();
        int from = place.bit() + (place.width() > 0 ? 0 : whole.bitOffset());
        if (width == 0) {
            return nothing("");
        }
        if (width > Long.SIZE) {
            return nothing("??? (invalid bitfield size " + width + ")");
        }
        if (isCharacter(whole) && width == Byte.SIZE && from % Byte.SIZE == 0) {
            String character = GuestStrings.escape((int) bits(place, from, width, false));
            return new Scalar("'" + character + "'", new Value.Text(character));
        }
        long unsigned = bits(place, from, width, false);
        long number = bits(place, from, width, whole.signed());
        boolean field = width < Byte.SIZE || Integer.bitCount(width) != 1 || from % Byte.SIZE != 0;
        Value value = quantity(number, whole.signed());
        if (!style.hexadecimal()
                && !style.decimal()
                && number != 0
                && place.type().name().equals("time_t")) {
            return new Scalar(text(TIME, number), value);
        }
        if (style.hexadecimal() || (!style.decimal() && !(field && whole.signed()))) {
            return new Scalar(hexadecimal(unsigned), value);
        }
        return new Scalar(text(whole.signed() ? DECIMAL : UNSIGNED, number), value);
    }

    private String text(TextFormat format, long number) {
        return format.format(layout, List.of(new Value.Quantity(number)));
    }

    static String hexadecimal(long number) {
        return number == 0 ? "0" : "0x" + Long.toHexString(number);
    }

    private Scalar enumeration(TypedPlace place, Type.Enumeration enumeration) {
        boolean field = place.width() > 0;
        int width = field ? place.width() : Math.clamp(enumeration.size() * Byte.SIZE, 0, Long.SIZE);
        if (width == 0) {
            return nothing("??? (an enumeration without a size)");
        }
        long number = bits(place, place.bit(), width, !field);
        var names = new EnumNames(enumeration);
        boolean hexadecimal = style.hexadecimal() || names.areFlags();
        String digits = hexadecimal ? hexadecimal(bits(place, place.bit(), width, false)) : text(DECIMAL, number);
        String name = names.of(number);
        return new Scalar(digits + " (" + name + ")", new Value.Quantity(number), Optional.of(name));
    }

    private Scalar floating(TypedPlace place, Type.Floating floating) {
        return switch ((int) Math.min(floating.size(), Integer.MAX_VALUE)) {
            case Float.BYTES -> floating(Float.intBitsToFloat((int) bits(place, place.bit(), Float.SIZE, false)));
            case Double.BYTES -> floating(Double.longBitsToDouble(bits(place, place.bit(), Double.SIZE, false)));
            default -> nothing("??? (unsupported FP format of " + floating.size() + " bytes)");
        };
    }

    private static Scalar floating(double number) {
        String text = Double.isFinite(number) ? String.format(Locale.ROOT, "%.7e", number) : Double.toString(number);
        return new Scalar(text, new Value.Real(number));
    }

    private Scalar address(TypedPlace place, long size) {
        int bytes = size == Integer.BYTES ? Integer.BYTES : Long.BYTES;
        long value = bits(place, place.bit(), bytes * Byte.SIZE, false);
        var ref = new Value.SymbolRef(value, layout.symbol(value));
        return new Scalar(style.rawPointers() ? hexadecimal(value) : layout.label(value), ref);
    }

    private Scalar pointer(TypedPlace place, Type.Pointer pointer) {
        Scalar bare = address(place, pointer.size());
        if (style.rawPointers()
                || !(bare.value() instanceof Value.SymbolRef ref)
                || ref.address() == 0
                || place.type().name().equals("caddr_t")
                || !isCharacter(pointer.target().type().resolved())) {
            return bare;
        }
        return string(ref.address())
                .map(text -> new Scalar(bare.text() + " \"" + text + "\"", bare.value(), Optional.of(text)))
                .orElse(bare);
    }

    private Optional<String> string(long address) {
        String text;
        try {
            text = StructView.text(strings, address, LONGEST_TEXT + 1);
        } catch (MemoryFaultException fault) {
            return Optional.empty();
        }
        if (!isPrintable(text)) {
            return Optional.empty();
        }
        return Optional.of(
                text.length() > LONGEST_TEXT
                        ? text.substring(0, LONGEST_TEXT - ABBREVIATED.length()) + ABBREVIATED
                        : text);
    }
}

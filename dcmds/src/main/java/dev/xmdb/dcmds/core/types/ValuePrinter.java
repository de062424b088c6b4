package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints values with all their parts, a line for each; one row for each member. What cannot be read ends the value: its braces are
 * closed, and the reason is left in {@link #failure}.
 */
final class ValuePrinter {
    private static final int TAB = 4;
    /** Structures inside each other; no compiler nests them as deeply. */
    private static final int DEEPEST = 64;
    /** Members of one value; a structure whose type contains itself has no end. */
    private static final int MOST_ROWS = 1_000_000;

    private static final int MOST_ELEMENTS_OF_A_LINE = 1 << 16;
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final Set<String> NAMELESS = Set.of("struct ", "union ", "enum ");

    private final Invocation in;
    private final PrintStyle style;
    private final Types types;
    private final ScalarText scalars;
    private final ArrayText arrays;
    private final PrintedRows rows;
    private int count;
    private @Nullable String failure;

    /**
     * Where in the output a value stands.
     *
     * @param name what is printed before it; empty for a whole value
     * @param path its name from the outermost value
     * @param level how far its line is indented
     * @param remaining how many levels may still be opened; negative for any number
     * @param named whether the line has the name of a member
     * @param element whether it is an element of an array, after which a comma stands
     */
    private record Spot(String name, String path, int level, long remaining, boolean named, boolean element) {}

    ValuePrinter(Invocation in, PrintStyle style, AddressSpace strings) {
        this.in = in;
        this.style = style;
        this.types = in.session().types();
        this.scalars = new ScalarText(in.out().layout(), style, strings);
        this.arrays = new ArrayText(style);
        this.rows = new PrintedRows(in.out());
    }

    /** Prints a whole value. */
    void print(TypedPlace place) {
        value(place, new Spot("", "", 0, style.depth(), false, false), "");
        rows.flush();
    }

    /**
     * Prints a member.
     *
     * @param path how it was named
     * @param delimiter what stands between that and the names of its own members
     */
    void print(TypedPlace place, String path, String delimiter) {
        value(place, new Spot(path, path, 0, style.depth(), true, false), path + delimiter);
        rows.flush();
    }

    /** Why printing ended early; null when it did not. */
    @Nullable
    String failure() {
        return failure;
    }

    /**
     * Prints a value.
     *
     * @param prefix what is printed before the names of its members
     */
    private void value(TypedPlace place, Spot spot, String prefix) {
        in.checkInterrupted();
        if (++count > MOST_ROWS) {
            failure = "more than " + MOST_ROWS + " members: the rest is left out";
            return;
        }
        Type base = types.complete(place.type());
        try {
            switch (base) {
                case Type.Aggregate aggregate -> aggregate(place, aggregate, spot, prefix);
                case Type.Array array when style.values() -> array(place, array, spot);
                default -> scalar(place, base, spot);
            }
        } catch (DcmdException unreadable) {
            failure = unreadable.getMessage();
        }
    }

    private void scalar(TypedPlace place, Type base, Spot spot) {
        Fields fields = fields(place, spot);
        if (!style.values()) {
            String text = base instanceof Type.Forward ? "<forward declaration of " + name(base) + ">" : "";
            rows.row(fields, head(place, base, spot) + text);
            return;
        }
        ScalarText.Scalar scalar = scalars.read(place, base);
        String text = isHole(spot) && scalar.text().equals("0") && !style.decimal() ? "0x0" : scalar.text();
        rows.row(scalar.addTo(fields), head(place, base, spot) + text);
    }

    private void aggregate(TypedPlace place, Type.Aggregate aggregate, Spot spot, String prefix) {
        String head = head(place, aggregate, spot);
        Fields fields = fields(place, spot).add("value", new Value.Absent());
        if (spot.remaining() == 0 || spot.level() >= DEEPEST) {
            rows.row(fields, head + "{ ... }");
            return;
        }
        if (!style.paths()) {
            rows.opening(fields, head + "{");
        }
        var holes = new Holes(aggregate, types);
        for (Type.Field field : aggregate.fields()) {
            if (failure != null) {
                break;
            }
            if (style.holes()) {
                holes.before(field).forEach(hole -> hole(place.member(hole), spot, prefix));
            }
            String path = join(spot.path(), field.name(), prefix);
            value(
                    place.member(field),
                    new Spot(
                            prefix + SingleLine.of(field.name()),
                            path,
                            spot.level() + 1,
                            spot.remaining() - 1,
                            true,
                            false),
                    "");
        }
        if (style.holes() && failure == null) {
            holes.atEnd().forEach(hole -> hole(place.member(hole), spot, prefix));
        }
        if (!style.paths() && opened()) {
            rows.line(indent(spot.level()) + (spot.element() ? "}," : "}"));
        }
    }

    /** Whether what was opened last is to be closed; not when the first thing in it could not be read: then it is left out. */
    private boolean opened() {
        if (failure != null && rows.waits()) {
            rows.forget();
            return false;
        }
        rows.open();
        return true;
    }

    private static String join(String path, String name, String prefix) {
        if (!prefix.isEmpty()) {
            return prefix + name;
        }
        return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
    }

    private void hole(TypedPlace place, Spot around, String prefix) {
        if (failure == null) {
            value(
                    place,
                    new Spot(Holes.NAME, join(around.path(), Holes.NAME, prefix), around.level() + 1, 0, true, false),
                    "");
        }
    }

    private void array(TypedPlace place, Type.Array array, Spot spot) {
        String head = head(place, array, spot);
        Fields fields = fields(place, spot);
        Type element = types.complete(array.element().type());
        if (spot.remaining() == 0 || spot.level() >= DEEPEST) {
            rows.row(fields.add("value", new Value.Absent()), head + "[ ... ]");
            return;
        }
        String text = arrays.text(place, array, element, MOST_CHARACTERS);
        if (text != null) {
            rows.row(fields.text("value", text), head + "[ \"" + ScalarText.escaped(text) + "\" ]");
            return;
        }
        long limit = style.arrayLimit() < 0 ? array.count() : Math.min(style.arrayLimit(), array.count());
        if (limit <= 0) {
            rows.row(fields.add("value", new Value.Absent()), head + "[ ... ]");
        } else if (element instanceof Type.Aggregate || element instanceof Type.Array) {
            if (!style.paths()) {
                rows.opening(fields.add("value", new Value.Absent()), head + "[");
            }
            elements(place, array, element, limit, spot);
        } else {
            line(place, array, element, Math.min(limit, MOST_ELEMENTS_OF_A_LINE), fields, head);
        }
    }

    private void elements(TypedPlace place, Type.Array array, Type element, long limit, Spot spot) {
        for (long i = 0; i < limit && failure == null; i++) {
            String path = spot.path() + "[" + index(i) + "]";
            var inner = new Spot("", path, spot.level() + 1, spot.remaining() - 1, false, true);
            value(place.moved(i * element.size(), array.element().type()), inner, "");
        }
        boolean all = limit == array.count() && failure == null;
        if (!style.paths() && !opened()) {
            return;
        }
        if (!style.paths()) {
            rows.line(indent(spot.level()) + (all ? "]" : "... ]"));
        } else if (limit < array.count() && failure == null) {
            String rest = spot.path() + "[" + index(limit) + ".." + index(array.count() - 1) + "]";
            TypedPlace from =
                    place.moved(limit * element.size(), array.element().type());
            var others = new Spot("", rest, spot.level() + 1, 0, false, true);
            rows.row(fields(from, others).add("value", new Value.Absent()), head(from, element, others) + "[ ... ]");
        }
    }

    /** An index as a path has it, which is to be read back in any radix. */
    private static String index(long index) {
        return Layout.marked(index, 16);
    }

    /** Prints the elements that have no parts on one line; when one cannot be read, those before it. */
    private void line(TypedPlace place, Type.Array array, Type element, long limit, Fields fields, String head) {
        var texts = new ArrayList<String>();
        var values = new ArrayList<Value>();
        try {
            for (long i = 0; i < limit; i++) {
                in.checkInterrupted();
                ScalarText.Scalar each = scalars.read(
                        place.moved(i * element.size(), array.element().type()), element);
                texts.add(each.text());
                values.add(each.value());
            }
        } catch (DcmdException unreadable) {
            failure = unreadable.getMessage();
            if (texts.isEmpty()) {
                return;
            }
        }
        boolean all = texts.size() == array.count();
        rows.row(
                fields.add("value", new Value.Many(List.copyOf(values))),
                head + "[ " + String.join(", ", texts) + (all ? " ]" : ", ... ]"));
    }

    private Fields fields(TypedPlace place, Spot spot) {
        var fields = new Fields()
                .text("member", spot.path())
                .text("type", place.type().declaration());
        fields.address(style.values() ? "address" : "offset", place.address());
        if (place.bit() != 0) {
            fields.quantity("bit", place.bit());
        }
        if (place.width() > 0) {
            fields.quantity("bits", place.width());
        }
        return fields;
    }

    /** The line up to the value: address, type and name as they are asked for. */
    private String head(TypedPlace place, Type base, Spot spot) {
        var head = new StringBuilder(style.paths() ? "" : indent(spot.level()));
        String name = style.paths() ? SingleLine.of(spot.path()) : spot.name();
        boolean named = style.names() && (style.paths() ? !name.isEmpty() : spot.named());
        if (style.addresses()) {
            head.append(Long.toHexString(place.address()));
            if (place.bit() != 0) {
                head.append('.').append(place.bit());
            }
            head.append(' ');
        }
        boolean typed = style.types() || isHole(spot);
        if (typed) {
            String type = type(place.type(), base);
            head.append(type);
            if (!type.endsWith("*") || !named) {
                head.append(' ');
            }
        }
        if (named) {
            head.append(name);
        }
        if (typed && base instanceof Type.Whole whole) {
            int bits = place.width() > 0 ? place.width() : whole.bits();
            if (place.bit() != 0 || bits != whole.size() * Byte.SIZE || bits > Long.SIZE) {
                head.append(" :").append(bits);
            }
        }
        if (named) {
            head.append(style.values() ? " = " : " ");
        }
        return head.toString();
    }

    private String type(Type declared, Type base) {
        String type = name(declared);
        String under = name(base);
        boolean informative = style.baseTypes() && !under.equals(type) && !NAMELESS.contains(under);
        return informative ? type + " <<" + under + ">>" : type;
    }

    private static String name(Type type) {
        return SingleLine.of(type.declaration());
    }

    /** What no member has comes with its type: it has no other name. */
    private static boolean isHole(Spot spot) {
        return spot.name().endsWith(Holes.NAME);
    }

    private static String indent(int level) {
        return " ".repeat(level * TAB);
    }
}

package dev.xmdb.engine.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row that is not a table's: literal text with typed fields in it. */
public final class Line {
    private final TextFormat format;
    private final List<String> names;
    private final int piped;

    private Line(TextFormat format, List<String> names, int piped) {
        this.format = format;
        this.names = List.copyOf(names);
        this.piped = piped;
        if (format.conversions() != names.size()) {
            throw new IllegalArgumentException("line \"" + format + "\" has " + format.conversions()
                    + " conversions and " + names.size() + " names");
        }
    }

    /**
     * A line.
     *
     * @param format text with one conversion of mdb's printf dialect per field, for example {@code "virtual %x mapped to physical %x"}
     * @param names JSON keys of the fields
     */
    public static Line of(String format, String... names) {
        return new Line(TextFormat.of(format), List.of(names), -1);
    }

    /**
     * The same line with one field that the next stage of a pipeline receives.
     *
     * @throws IllegalArgumentException when it has no field of that name
     */
    public Line pipes(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no field " + name + " in line \"" + format + "\"");
        }
        return new Line(format, names, index);
    }

    /** A row of it, laid out for a 64-bit target without symbols. */
    public Emission.Row row(List<Value> values) {
        return row(Layout.PLAIN, values);
    }

    /**
     * A row of it.
     *
     * @param layout how numbers and symbols are printed
     * @param values a value for each field
     * @throws IllegalArgumentException when there are fewer or more of them
     */
    public Emission.Row row(Layout layout, List<Value> values) {
        String text = format.format(layout, values);
        var fields = new ArrayList<Field>(values.size());
        for (int i = 0; i < values.size(); i++) {
            fields.add(new Field(names.get(i), values.get(i)));
        }
        return new Emission.Row(fields, text, piped < 0 ? null : pipedValue(values.get(piped)));
    }

    /** Its format. */
    public String format() {
        return format.toString();
    }

    /** Its fields' names. */
    public List<String> names() {
        return names;
    }

    /** What a value is as an address; null for one that is none. */
    static @Nullable Long pipedValue(Value value) {
        return switch (value) {
            case Value.Address(long address) -> address;
            case Value.Quantity(long quantity) -> quantity;
            case Value.Unsigned(long quantity) -> quantity;
            case Value.SymbolRef ref -> ref.address();
            case Value.Flags flags -> flags.bits();
            case Value.Text ignored -> null;
            case Value.Real ignored -> null;
            case Value.Truth ignored -> null;
            case Value.Many ignored -> null;
            case Value.Named ignored -> null;
            case Value.Absent ignored -> null;
        };
    }
}

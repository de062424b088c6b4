package dev.xmdb.engine.output;

import java.util.List;

/** A row that is not a table's: literal text with typed fields in it. */
public final class Line {
    private final String format;
    private final List<String> names;

    private Line(String format, List<String> names) {
        this.format = format;
        this.names = List.copyOf(names);
    }

    /**
     * A line.
     *
     * @param format text with one conversion of mdb's printf dialect per field, for example {@code "virtual %x mapped to physical %x"}
     * @param names JSON keys of the fields
     */
    public static Line of(String format, String... names) {
        return new Line(format, List.of(names));
    }

    /** A row of it. */
    public Emission.Row row(List<Value> values) {
        return new Emission.Row(List.of(), format + values, null);
    }

    /** Its format. */
    public String format() {
        return format;
    }

    /** Its fields' names. */
    public List<String> names() {
        return names;
    }
}

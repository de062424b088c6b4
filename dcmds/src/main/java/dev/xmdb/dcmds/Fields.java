package dev.xmdb.dcmds;

import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import java.util.ArrayList;
import java.util.List;

/** Collects the typed fields of a row whose text is laid out by the command itself. */
public final class Fields {
    private final List<Field> fields = new ArrayList<>();

    /** No fields yet. */
    public Fields() {}

    /** Adds a value. */
    public Fields add(String name, Value value) {
        fields.add(new Field(name, value));
        return this;
    }

    /** Adds an address, frame number or anything else that is read in hexadecimal. */
    public Fields address(String name, long value) {
        return add(name, new Value.Address(value));
    }

    /** Adds a quantity. */
    public Fields quantity(String name, long value) {
        return add(name, new Value.Quantity(value));
    }

    /** Adds text. */
    public Fields text(String name, String value) {
        return add(name, new Value.Text(value));
    }

    /** Adds truth or falsehood. */
    public Fields truth(String name, boolean value) {
        return add(name, new Value.Truth(value));
    }

    /** Adds a list of texts. */
    public Fields texts(String name, List<String> values) {
        return add(
                name,
                new Value.Many(List.copyOf(values.stream().map(Value.Text::new).toList())));
    }

    /** Adds an object of its own. */
    public Fields named(String name, Fields inner) {
        return add(name, inner.value());
    }

    /** What was collected, as one value. */
    public Value.Named value() {
        return new Value.Named(fields);
    }

    /** The row, which stands for no address. */
    public Emission.Row row(String text) {
        return new Emission.Row(fields, text, null);
    }

    /** The row, and the value that a pipe receives for it. */
    public Emission.Row row(String text, long piped) {
        return new Emission.Row(fields, text, piped);
    }
}

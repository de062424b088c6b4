package dev.xmdb.samples.truth;

import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import java.util.List;

/**
 * A row that a command emitted, to be read.
 *
 * @param row the row
 */
public record Answer(Emission.Row row) {

    /** Its exact text. */
    public String text() {
        return row.text();
    }

    /** Whether it has a field. */
    public boolean has(String name) {
        return row.fields().stream().anyMatch(field -> field.name().equals(name));
    }

    private Value value(String name) {
        for (Field field : row.fields()) {
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        throw new AssertionError("no field '" + name + "' in " + row);
    }

    /** A number, an address or the bits of flags, the first of values that belong together; 0 when nothing is known. */
    public long number(String name) {
        return number(value(name));
    }

    private static long number(Value value) {
        return switch (value) {
            case Value.Address address -> address.value();
            case Value.Quantity quantity -> quantity.value();
            case Value.Unsigned quantity -> quantity.value();
            case Value.SymbolRef symbol -> symbol.address();
            case Value.Flags flags -> flags.bits();
            case Value.Truth truth -> truth.value() ? 1 : 0;
            case Value.Named named -> number(named.fields().getFirst().value());
            case Value.Absent absent -> 0;
            default -> throw new AssertionError("no number: " + value);
        };
    }

    /** A text, or the symbol of an address. */
    public String word(String name) {
        return word(value(name));
    }

    private static String word(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.SymbolRef symbol -> String.valueOf(symbol.symbol());
            default -> throw new AssertionError("no text: " + value);
        };
    }

    /** Truth or falsehood. */
    public boolean truth(String name) {
        return ((Value.Truth) value(name)).value();
    }

    /** The numbers of a list. */
    public List<Long> numbers(String name) {
        return ((Value.Many) value(name)).values().stream().map(Answer::number).toList();
    }

    /** The texts of a list. */
    public List<String> words(String name) {
        return ((Value.Many) value(name)).values().stream().map(Answer::word).toList();
    }
}

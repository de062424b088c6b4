package dev.xmdb.dcmds.core.rows;

import dev.xmdb.engine.output.Value;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Orders values: numbers by what they are worth, text by its characters, nothing last. Values of different kinds stay apart. */
final class ValueOrder implements Comparator<Value> {
    /** The order. */
    static final ValueOrder NATURAL = new ValueOrder();

    private ValueOrder() {}

    @Override
    public int compare(Value one, Value other) {
        int kinds = Integer.compare(rank(one), rank(other));
        if (kinds != 0) {
            return kinds;
        }
        return switch (one) {
            case Value.Quantity(long quantity)
            when other instanceof Value.Quantity(long theirs) -> Long.compare(quantity, theirs);
            case Value.Quantity(long quantity)
            when other instanceof Value.Unsigned(long theirs) -> theirs < 0 ? -1 : Long.compare(quantity, theirs);
            case Value.Unsigned(long quantity)
            when other instanceof Value.Quantity(long theirs) -> quantity < 0 ? 1 : Long.compare(quantity, theirs);
            case Value.Real(double real)
            when other instanceof Value.Real(double theirs) -> Double.compare(real, theirs);
            case Value.Real(double real) -> Double.compare(real, (double) bits(other));
            case Value.Quantity(long quantity)
            when other instanceof Value.Real(double theirs) -> Double.compare((double) quantity, theirs);
            case Value.Text ignored -> text(one).compareTo(text(other));
            case Value.Many(List<Value> values)
            when other instanceof Value.Many(List<Value> theirs) -> many(values, theirs);
            case Value.Named ignored -> 0;
            case Value.Absent ignored -> 0;
            default -> Long.compareUnsigned(bits(one), bits(other));
        };
    }

    private int many(List<Value> values, List<Value> others) {
        for (int i = 0; i < Math.min(values.size(), others.size()); i++) {
            int order = compare(values.get(i), others.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(values.size(), others.size());
    }

    private static int rank(Value value) {
        return switch (value) {
            case Value.Quantity ignored -> 0;
            case Value.Unsigned ignored -> 0;
            case Value.Real ignored -> 0;
            case Value.Address ignored -> 1;
            case Value.SymbolRef ignored -> 1;
            case Value.Flags ignored -> 2;
            case Value.Truth ignored -> 3;
            case Value.Text ignored -> 4;
            case Value.Many ignored -> 5;
            case Value.Named ignored -> 6;
            case Value.Absent ignored -> 6;
        };
    }

    private static long bits(Value value) {
        return switch (value) {
            case Value.Address(long address) -> address;
            case Value.SymbolRef symbol -> symbol.address();
            case Value.Flags flags -> flags.bits();
            case Value.Quantity(long quantity) -> quantity;
            case Value.Unsigned(long quantity) -> quantity;
            case Value.Real(double real) -> Math.round(real);
            case Value.Truth(boolean truth) -> truth ? 1 : 0;
            case Value.Text ignored -> 0;
            case Value.Many ignored -> 0;
            case Value.Named ignored -> 0;
            case Value.Absent ignored -> 0;
        };
    }

    /** A value for people: quantities in decimal, addresses in hexadecimal, symbols by name. */
    static String text(Value value) {
        return switch (value) {
            case Value.Address(long address) -> Long.toHexString(address);
            case Value.Quantity(long quantity) -> Long.toString(quantity);
            case Value.Unsigned(long quantity) -> Long.toUnsignedString(quantity);
            case Value.Real(double real) -> Double.toString(real);
            case Value.Text(String text) -> text;
            case Value.SymbolRef symbol ->
                symbol.symbol() == null ? Long.toHexString(symbol.address()) : symbol.symbol();
            case Value.Flags flags -> String.join(",", flags.names());
            case Value.Truth(boolean truth) -> Boolean.toString(truth);
            case Value.Many(List<Value> values) ->
                values.stream().map(ValueOrder::text).collect(Collectors.joining(","));
            case Value.Named ignored -> "-";
            case Value.Absent ignored -> "-";
        };
    }
}

package dev.xmdb.engine.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One typed value in a row. */
public sealed interface Value {

    /**
     * An address, frame number, page-table entry or anything else that people read in hexadecimal. JSON: {@code "0x…"}.
     *
     * @param value unsigned
     */
    record Address(long value) implements Value {}

    /**
     * A quantity. JSON: a number.
     *
     * @param value signed
     */
    record Quantity(long value) implements Value {}

    /**
     * A quantity that has 64 bits and no sign. JSON: a number.
     *
     * @param value unsigned
     */
    record Unsigned(long value) implements Value {
        @Override
        public String toString() {
            return Long.toUnsignedString(value);
        }
    }

    /**
     * A floating-point number. JSON: a number; what is none, a string: {@code "NaN"}, {@code "Infinity"}.
     *
     * @param value the number
     */
    record Real(double value) implements Value {}

    /**
     * Text; it may come from a guest and hold anything. JSON: a string.
     *
     * @param text the text
     */
    record Text(String text) implements Value {}

    /**
     * An address with the symbol that covers it. JSON: the address, and the symbol under the same key with {@code _symbol} after it. In
     * an array: the symbol, and the addresses of them all under the same key with {@code _address} after it.
     *
     * @param address unsigned
     * @param symbol {@code name} or {@code name+0xoff}; null when no symbol covers the address
     */
    record SymbolRef(long address, @Nullable String symbol) implements Value {}

    /**
     * Bits and the names of those that are set. JSON: an array of the names, and the bits as {@code "0x…"} under the same key with
     * {@code _bits} after it.
     *
     * @param bits raw bits
     * @param names names of the set ones, in order
     */
    record Flags(long bits, List<String> names) implements Value {
        /** Copies the list. */
        public Flags {
            names = List.copyOf(names);
        }
    }

    /**
     * Truth or falsehood. JSON: a boolean.
     *
     * @param value which
     */
    record Truth(boolean value) implements Value {}

    /**
     * Several values. JSON: an array.
     *
     * @param values the values
     */
    record Many(List<Value> values) implements Value {
        /** Copies the list. */
        public Many {
            values = List.copyOf(values);
        }
    }

    /**
     * Values that belong together, each with a name. JSON: an object.
     *
     * @param fields the values
     */
    record Named(List<Field> fields) implements Value {
        /** Copies the list. */
        public Named {
            fields = List.copyOf(fields);
        }
    }

    /** Nothing known. JSON: null; text: {@code -}. */
    record Absent() implements Value {}
}

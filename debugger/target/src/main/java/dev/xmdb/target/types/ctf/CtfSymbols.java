package dev.xmdb.target.types.ctf;

import dev.xmdb.target.symbols.ElfSymbols;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeSource;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The types of a module's variables and functions. The two sections name no symbol: their records follow the symbol table, past the
 * symbols that never have one.
 */
public final class CtfSymbols {
    private final CtfData data;
    private final CtfDecoder decoder;
    private final TypeSource source;
    /** Where the record of the symbol with an index is. */
    private final Map<Integer, Integer> records = new HashMap<>();

    private final BitSet functions = new BitSet();

    private CtfSymbols(CtfData data, CtfDecoder decoder, TypeSource source) {
        this.data = data;
        this.decoder = decoder;
        this.source = source;
    }

    static CtfSymbols of(CtfData data, CtfDecoder decoder, TypeSource source, ElfSymbols table) {
        var types = new CtfSymbols(data, decoder, source);
        types.pair(table);
        return types;
    }

    private void pair(ElfSymbols table) {
        CtfHeader header = data.header();
        int object = header.objects();
        int function = header.functions();
        for (int i = 0; i < table.count(); i++) {
            if (table.nameless(i) || table.undefined(i) || isBoundary(table.name(i))) {
                continue;
            }
            if (table.plainObject(i) && !(table.absolute(i) && table.value(i) == 0)) {
                if (object <= header.functions() - CtfRecord.TYPE_ID) {
                    records.put(i, object);
                }
                object += CtfRecord.TYPE_ID;
            } else if (table.kind(i) == Symbol.Kind.FUNCTION) {
                function = pairFunction(i, function);
            }
        }
    }

    private int pairFunction(int index, int at) {
        int end = data.header().types();
        if (at > end - CtfRecord.TYPE_ID) {
            return end;
        }
        boolean two = data.header().version() == 2;
        int info = data.u16(at);
        int kind = CtfRecord.kind(info, two);
        int length = CtfRecord.length(info, two);
        if (kind == 0 && length == 0) {
            return at + CtfRecord.TYPE_ID;
        }
        int next = at + CtfRecord.TYPE_ID * (length + 2);
        if (kind != CtfRecord.FUNCTION || next > end) {
            return end;
        }
        records.put(index, at);
        functions.set(index);
        return next;
    }

    private static boolean isBoundary(String name) {
        return name.equals("_START_") || name.equals("_END_");
    }

    /** The type of the variable that has an index in the symbol table. */
    public Optional<Type> variable(int index) {
        OptionalInt number = number(index);
        return number.isEmpty() ? Optional.empty() : Optional.of(source.type(number.getAsInt()));
    }

    /** The number of the type of the variable that has an index in the symbol table. */
    public OptionalInt number(int index) {
        Integer at = records.get(index);
        int number = at == null || functions.get(index) ? 0 : data.u16(at);
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The type of the function that has an index in the symbol table. */
    public Optional<Type.Function> function(int index) {
        Integer at = records.get(index);
        if (at == null || !functions.get(index)) {
            return Optional.empty();
        }
        int length = CtfRecord.length(data.u16(at), data.header().version() == 2);
        return Optional.of(decoder.function("", data.u16(at + CtfRecord.TYPE_ID), length, at + 2 * CtfRecord.TYPE_ID));
    }
}

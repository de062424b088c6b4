package dev.xmdb.target.symbols;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The symbols of a kernel and its modules: one table with everything, which answers what is asked without an object's name and prints
 * without one, and a table for each object.
 */
public final class ObjectSymbols implements Symbols {
    private final SymbolTable merged;
    private final Map<String, SymbolTable> objects;

    /**
     * Symbols.
     *
     * @param merged the symbols of all objects
     * @param objects each object's own symbols by the object's name
     */
    public ObjectSymbols(SymbolTable merged, Map<String, SymbolTable> objects) {
        this.merged = merged;
        this.objects = Collections.unmodifiableMap(new LinkedHashMap<>(objects));
    }

    /** The table with everything. */
    public SymbolTable merged() {
        return merged;
    }

    /** The table of one object. */
    public Optional<SymbolTable> object(String name) {
        return Optional.ofNullable(objects.get(name));
    }

    @Override
    public List<Symbol> exactly(long address) {
        return merged.exactly(address);
    }

    @Override
    public Optional<Symbol> find(String name) {
        return merged.named(name);
    }

    @Override
    public List<String> objects() {
        return List.copyOf(objects.keySet());
    }

    @Override
    public Optional<List<Symbol>> all(String object) {
        return object(object).map(SymbolTable::all);
    }

    @Override
    public Optional<SymbolHit> at(long address) {
        return merged.at(address).map(symbol -> hit(symbol, address));
    }

    @Override
    public Optional<SymbolHit> at(long address, long maxDistance) {
        return merged.at(address, maxDistance).map(symbol -> hit(symbol, address));
    }

    private static SymbolHit hit(Symbol symbol, long address) {
        return new SymbolHit(symbol.name(), address - symbol.value());
    }

    @Override
    public OptionalLong valueOf(String name) {
        return value(merged.named(name));
    }

    @Override
    public Optional<OptionalLong> valueOf(String object, String name) {
        return object(object).map(table -> value(table.named(name)));
    }

    private static OptionalLong value(Optional<Symbol> symbol) {
        return symbol.map(found -> OptionalLong.of(found.value())).orElseGet(OptionalLong::empty);
    }
}

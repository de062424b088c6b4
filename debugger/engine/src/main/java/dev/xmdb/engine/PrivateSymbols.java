package dev.xmdb.engine;

import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.symbols.SymbolTable;
import dev.xmdb.target.symbols.Symbols;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The symbols that the user added ({@code ::nmadd}), before those of a target. A name means the user's symbol first; an address is named
 * after the target's only when that one is closer.
 */
public final class PrivateSymbols implements Symbols {
    private final Symbols target;
    private final Map<String, Symbol> added = new LinkedHashMap<>();
    private @Nullable SymbolTable table;

    /** No symbols yet, before those of a target. */
    public PrivateSymbols(Symbols target) {
        this.target = target;
    }

    /** Those that were added, in the order in which they were. */
    public List<Symbol> added() {
        return List.copyOf(added.values());
    }

    /** One that was added. */
    public Optional<Symbol> added(String name) {
        return Optional.ofNullable(added.get(name));
    }

    /** Adds a symbol, or gives one that was added before another meaning. */
    public void add(Symbol symbol) {
        added.put(symbol.name(), symbol);
        table = null;
    }

    /** Removes a symbol that was added. */
    public void remove(String name) {
        added.remove(name);
        table = null;
    }

    private SymbolTable table() {
        SymbolTable made = table;
        if (made == null) {
            made = new SymbolTable(added.values());
            table = made;
        }
        return made;
    }

    private static SymbolHit hit(Symbol symbol, long address) {
        return new SymbolHit(symbol.name(), address - symbol.value());
    }

    private static Optional<SymbolHit> closer(Optional<SymbolHit> own, Optional<SymbolHit> other) {
        boolean first = own.isPresent()
                && other.stream().allMatch(hit -> Long.compareUnsigned(own.get().offset(), hit.offset()) <= 0);
        return first ? own : other;
    }

    @Override
    public Optional<SymbolHit> at(long address) {
        return added.isEmpty()
                ? target.at(address)
                : closer(table().at(address).map(symbol -> hit(symbol, address)), target.at(address));
    }

    @Override
    public Optional<SymbolHit> at(long address, long maxDistance) {
        return added.isEmpty()
                ? target.at(address, maxDistance)
                : closer(
                        table().at(address, maxDistance).map(symbol -> hit(symbol, address)),
                        target.at(address, maxDistance));
    }

    @Override
    public List<Symbol> exactly(long address) {
        return Stream.concat(table().exactly(address).stream(), target.exactly(address).stream())
                .toList();
    }

    @Override
    public Optional<Symbol> find(String name) {
        return added(name).or(() -> target.find(name));
    }

    @Override
    public List<String> objects() {
        return target.objects();
    }

    @Override
    public Optional<List<Symbol>> all(String object) {
        return target.all(object);
    }

    @Override
    public Stream<String> names() {
        return Stream.concat(added.keySet().stream(), target.names());
    }

    @Override
    public OptionalLong valueOf(String name) {
        Symbol own = added.get(name);
        return own == null ? target.valueOf(name) : OptionalLong.of(own.value());
    }

    @Override
    public Optional<OptionalLong> valueOf(String object, String name) {
        return target.valueOf(object, name);
    }
}

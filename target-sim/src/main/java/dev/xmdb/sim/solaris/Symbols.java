package dev.xmdb.sim.solaris;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every symbol of the kernel, module by module. */
public final class Symbols {
    private final List<Symbol> all = new ArrayList<>();
    private final Map<String, Symbol> byName = new HashMap<>();
    private final Map<String, Symbol> byModule = new HashMap<>();

    /** Adds a symbol. */
    void add(Symbol symbol) {
        all.add(symbol);
        byName.putIfAbsent(symbol.name(), symbol);
        byModule.put(symbol.module() + '`' + symbol.name(), symbol);
    }

    /** A symbol by name, of any module. */
    public Symbol find(String name) {
        Symbol symbol = byName.get(name);
        if (symbol == null) {
            throw new IllegalArgumentException("the kernel has no symbol " + name);
        }
        return symbol;
    }

    /** A symbol by name, that of {@code module} before those of others. */
    public Symbol find(String module, String name) {
        Symbol own = byModule.get(module + '`' + name);
        return own != null ? own : find(name);
    }

    /** Value of a symbol. */
    public long address(String name) {
        return find(name).va();
    }

    /** Every symbol. */
    public List<Symbol> all() {
        return all;
    }

    /** A module's symbols in the order of its symbol table: static ones first. */
    public List<Symbol> of(String module) {
        return all.stream()
                .filter(each -> each.module().equals(module))
                .sorted(Comparator.comparing(each -> !each.local()))
                .toList();
    }
}

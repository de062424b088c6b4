package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.symbols.ElfSymbols;
import dev.xmdb.target.symbols.ObjectSymbols;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.symbols.SymbolTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes one table of the symbols of all modules, and one for each. */
final class KernelSymbols {
    /** A kernel with everything loaded has a quarter of that. */
    private static final int MOST_SYMBOLS = 1_000_000;

    private static final long MOST_NAME_BYTES = 64L << 20;

    private KernelSymbols() {}

    static ObjectSymbols of(List<SolarisModule> modules, List<String> degradations) {
        var all = new ArrayList<Symbol>();
        Map<String, SymbolTable> objects = new LinkedHashMap<>();
        long names = 0;
        for (SolarisModule module : modules) {
            if (module.table().isEmpty()) {
                continue;
            }
            ElfSymbols table = module.table().get();
            var own = new ArrayList<Symbol>(Math.min(table.count(), MOST_SYMBOLS));
            for (int i = 1; i < table.count(); i++) {
                if (!table.nameless(i)) {
                    Symbol symbol = table.symbol(i, module.name());
                    names += symbol.name().length();
                    if (all.size() + own.size() == MOST_SYMBOLS || names > MOST_NAME_BYTES) {
                        degradations.add("symbols of module '" + module.name()
                                + "' and of all after it are left out: no kernel has as many");
                        all.addAll(own);
                        objects.put(module.name(), new SymbolTable(own));
                        return new ObjectSymbols(new SymbolTable(all), objects);
                    }
                    own.add(symbol);
                }
            }
            all.addAll(own);
            objects.put(module.name(), new SymbolTable(own));
        }
        return new ObjectSymbols(new SymbolTable(all), objects);
    }
}

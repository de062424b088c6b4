package dev.xmdb.target.guest.linux.kallsyms;

import dev.xmdb.target.guest.linux.kallsyms.TablesOf.Entry;
import dev.xmdb.target.guest.linux.kallsyms.TablesOf.Order;
import java.util.List;
import java.util.Map;

/** Symbols of a kernel with some variables, read from tables as a kernel has them. */
public final class SymbolsOf {
    private SymbolsOf() {}

    /** A kernel's symbols with these among them; small numbers are those of per-CPU variables. */
    public static Kallsyms with(Map<String, Long> variables) {
        var tables = new TablesOf(Order.OFFSETS_FIRST, true, 4, true);
        variables.forEach((name, address) -> tables.entries().add(new Entry(address > 0 ? 'A' : 'd', name, address)));
        return new KallsymsFinder(tables.write(), symbols -> true)
                .find(List.of(tables.range()))
                .orElseThrow();
    }
}

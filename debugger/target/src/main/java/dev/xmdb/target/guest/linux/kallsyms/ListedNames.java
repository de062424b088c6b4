package dev.xmdb.target.guest.linux.kallsyms;

import java.util.List;

/**
 * Names of symbols that do not come from the kernel's own table.
 *
 * @param symbols the symbols
 */
record ListedNames(List<KernelSymbol> symbols) implements NameList {
    /** Copies the list. */
    ListedNames {
        symbols = List.copyOf(symbols);
    }

    /** The addresses in the list's order. */
    long[] addresses() {
        return symbols.stream().mapToLong(KernelSymbol::address).toArray();
    }

    @Override
    public int count() {
        return symbols.size();
    }

    @Override
    public char letter(int symbol) {
        return symbols.get(symbol).letter();
    }

    @Override
    public String name(int symbol) {
        return symbols.get(symbol).name();
    }

    @Override
    public int hash(int symbol) {
        return name(symbol).hashCode();
    }
}

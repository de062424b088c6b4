package dev.xmdb.target.symbols;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Symbols by address and by name. Where several have one address, the one that tells most stands for it: one with a size, one with a
 * type, one that is not weak, then the first by name. Where several have one name, a global one stands for it, then a weak one, then
 * the first in the table. Immutable.
 */
public final class SymbolTable {
    private static final Comparator<Symbol> BY_ADDRESS = ((Comparator<Symbol>)
                    (one, other) -> Long.compareUnsigned(one.value(), other.value()))
            .thenComparing(symbol -> symbol.size() == 0)
            .thenComparing(symbol -> symbol.kind() == Symbol.Kind.UNTYPED)
            .thenComparing(symbol -> symbol.binding() == Symbol.Binding.WEAK)
            .thenComparing(Symbol::name);

    private static final int END = -1;

    /** A table without symbols. */
    public static final SymbolTable EMPTY = new SymbolTable(List.of());

    private final Symbol[] all;
    private final Symbol[] byAddress;
    private final int[] chains;
    private final int[] next;

    /**
     * A table.
     *
     * @param symbols the symbols in their table's order
     */
    public SymbolTable(Collection<Symbol> symbols) {
        this.all = symbols.toArray(Symbol[]::new);
        this.byAddress = Arrays.stream(all)
                .filter(Symbol::coversAddresses)
                .sorted(BY_ADDRESS)
                .toArray(Symbol[]::new);
        this.chains = new int[Integer.highestOneBit(Math.max(1, all.length)) * 2];
        this.next = new int[all.length];
        Arrays.fill(chains, END);
        for (int i = all.length - 1; i >= 0; i--) {
            int chain = chain(all[i].name());
            next[i] = chains[chain];
            chains[chain] = i;
        }
    }

    private int chain(String name) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 16)) & (chains.length - 1);
    }

    /** Every symbol in the table's order. */
    public List<Symbol> all() {
        return List.of(all);
    }

    /** How many symbols there are. */
    public int size() {
        return all.length;
    }

    /** The symbol that covers an address: the closest one at or below it, when the address is within its size (or is its value). */
    public Optional<Symbol> at(long address) {
        return closest(address)
                .filter(symbol -> Long.compareUnsigned(address - symbol.value(), Math.max(1, symbol.size())) < 0);
    }

    /** The closest symbol less than {@code maxDistance} bytes below an address. */
    public Optional<Symbol> at(long address, long maxDistance) {
        return closest(address).filter(symbol -> Long.compareUnsigned(address - symbol.value(), maxDistance) < 0);
    }

    /** The symbols whose value is an address, the one that stands for it first. */
    public List<Symbol> exactly(long address) {
        int first = firstIndexAt(address);
        int end = first;
        while (end < byAddress.length && byAddress[end].value() == address) {
            end++;
        }
        return List.of(Arrays.copyOfRange(byAddress, first, end));
    }

    private Optional<Symbol> closest(long address) {
        int low = 0;
        int high = byAddress.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(byAddress[middle].value(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Optional.empty() : Optional.of(byAddress[firstIndexAt(byAddress[low - 1].value())]);
    }

    /** Where the symbols of a value or a higher one begin: the first of those with a value is the best. */
    private int firstIndexAt(long value) {
        int low = 0;
        int high = byAddress.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(byAddress[middle].value(), value) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The symbol that stands for a name. */
    public Optional<Symbol> named(String name) {
        return allNamed(name).stream().min(Comparator.comparing(Symbol::binding));
    }

    /** Every symbol with a name, in the table's order; undefined ones (without a value) only when there is no other. */
    public List<Symbol> allNamed(String name) {
        var defined = new ArrayList<Symbol>(1);
        var undefined = new ArrayList<Symbol>(0);
        for (int i = chains[chain(name)]; i != END; i = next[i]) {
            if (all[i].name().equals(name)) {
                (all[i].value() == 0 ? undefined : defined).add(all[i]);
            }
        }
        return defined.isEmpty() ? List.copyOf(undefined) : List.copyOf(defined);
    }
}

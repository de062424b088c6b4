package dev.xmdb.target.guest.linux.kallsyms;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The symbols of a Linux kernel by address and by name. They are kept as the kernel keeps them, compressed, and spelled out when
 * somebody asks for one. Immutable.
 */
public final class Kallsyms {
    private static final int END = -1;
    private static final String PADDING = "__pfx_";

    private final long countAddress;
    private final NameList names;
    private final AddressTable addresses;
    private final int[] byAddress;
    private final int[] chains;
    private final int[] next;
    private final long end;

    Kallsyms(long countAddress, NameList names, AddressTable addresses) {
        this.countAddress = countAddress;
        this.names = names;
        this.addresses = addresses;
        this.chains = new int[Math.max(1, Integer.highestOneBit(names.count()) * 2)];
        this.next = new int[names.count()];
        Arrays.fill(chains, END);
        for (int symbol = names.count() - 1; symbol >= 0; symbol--) {
            int chain = chain(names.hash(symbol));
            next[symbol] = chains[chain];
            chains[chain] = symbol;
        }
        // Per-CPU variables are small numbers up to 6.14: they name no address of their own.
        long[] values = addresses.values();
        this.byAddress = sorted(values);
        this.end = valueOf("_end").orElse(-1);
    }

    /**
     * Symbols that come from elsewhere, for a kernel whose own table is lost.
     *
     * @param symbols the symbols; of several with one name the first counts
     */
    public static Kallsyms of(List<KernelSymbol> symbols) {
        var names = new ListedNames(symbols);
        return new Kallsyms(0, names, AddressTable.of(names.addresses()));
    }

    /** These symbols and others behind them: of several with one name, and of several at one address, these come first. */
    public Kallsyms and(List<KernelSymbol> others) {
        if (others.isEmpty()) {
            return this;
        }
        var more = new ListedNames(others);
        return new Kallsyms(countAddress, new JoinedNames(names, more), addresses.and(more.addresses()));
    }

    private static int[] sorted(long[] values) {
        int[] order = IntStream.range(0, values.length)
                .filter(symbol -> values[symbol] < 0)
                .toArray();
        for (int each = 1; each < order.length; each++) {
            if (Long.compareUnsigned(values[order[each - 1]], values[order[each]]) > 0) {
                return IntStream.of(order)
                        .boxed()
                        .sorted((one, other) -> Long.compareUnsigned(values[one], values[other]))
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
        }
        return order;
    }

    private int chain(int hash) {
        return (hash ^ (hash >>> 16)) & (chains.length - 1);
    }

    /** Address of the count of symbols, by which the tables are told from a stale copy of them. */
    public long place() {
        return countAddress;
    }

    /** How the addresses are written down, in words. */
    public String coding() {
        return addresses.coding().toString();
    }

    /** Whether the addresses are where the symbols were found to be, whatever the kernel's own addresses are. Since Linux 7.0. */
    public boolean placeRelative() {
        return addresses.coding() == AddressTable.Coding.PLACE_RELATIVE;
    }

    /** How many symbols there are. */
    public int count() {
        return names.count();
    }

    /** A symbol's name. */
    public String name(int symbol) {
        return names.name(symbol);
    }

    /** A symbol's letter, as {@code nm} prints it: upper case for one that other files may name. */
    public char letter(int symbol) {
        return names.letter(symbol);
    }

    /** A symbol's address; up to Linux 6.14 that of a per-CPU variable is its distance from each CPU's area. */
    public long address(int symbol) {
        return addresses.values()[symbol];
    }

    /** Bytes from a symbol to the next one with another address; 0 where there is none, and for a per-CPU variable. */
    public long size(int symbol) {
        long address = address(symbol);
        int at = above(address);
        return address >= 0 || at == byAddress.length ? 0 : address(byAddress[at]) - address;
    }

    /** Index in the order of addresses of the first symbol above an address. */
    private int above(long address) {
        int low = 0;
        int high = byAddress.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(address(byAddress[middle]), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The symbol at or closest below an address. Of several with one address it is the first, as the kernel itself prints it; padding
     * before a function is named after the padding.
     */
    public OptionalInt at(long address) {
        int above = above(address);
        if (above == 0 || (end < 0 && Long.compareUnsigned(address, end) >= 0 && end != -1)) {
            return OptionalInt.empty();
        }
        int found = above - 1;
        long value = address(byAddress[found]);
        while (found > 0 && address(byAddress[found - 1]) == value) {
            found--;
        }
        int symbol = byAddress[found];
        for (int other = found; other < above && names.name(symbol).startsWith(PADDING); other++) {
            symbol = byAddress[other];
        }
        return OptionalInt.of(symbol);
    }

    /** Every symbol at an address itself: the one of {@link #at} first, then the others in the table's order. */
    public IntStream exactly(long address) {
        OptionalInt first = at(address);
        if (first.isEmpty() || address(first.getAsInt()) != address) {
            return IntStream.empty();
        }
        int above = above(address);
        int lowest = above;
        while (lowest > 0 && address(byAddress[lowest - 1]) == address) {
            lowest--;
        }
        return IntStream.concat(
                IntStream.of(first.getAsInt()),
                IntStream.range(lowest, above)
                        .map(place -> byAddress[place])
                        .filter(symbol -> symbol != first.getAsInt()));
    }

    /** The first symbol with a name. */
    public OptionalInt named(String name) {
        return allNamed(name).findFirst();
    }

    /** Every symbol with a name, in the table's order; thousands of names stand for several. */
    public IntStream allNamed(String name) {
        int hash = 0;
        for (int each = 0; each < name.length(); each++) {
            hash = 31 * hash + name.charAt(each);
        }
        return IntStream.iterate(chains[chain(hash)], symbol -> symbol != END, symbol -> next[symbol])
                .filter(symbol -> names.name(symbol).equals(name));
    }

    /** The address of the first symbol with a name. */
    public OptionalLong valueOf(String name) {
        OptionalInt symbol = named(name);
        return symbol.isPresent() ? OptionalLong.of(address(symbol.getAsInt())) : OptionalLong.empty();
    }
}

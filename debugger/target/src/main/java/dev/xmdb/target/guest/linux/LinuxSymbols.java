package dev.xmdb.target.guest.linux;

import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.symbols.Symbols;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The symbols of a Linux kernel as the debugger asks for them. */
final class LinuxSymbols implements Symbols {
    private final Kallsyms kallsyms;

    LinuxSymbols(Kallsyms kallsyms) {
        this.kallsyms = kallsyms;
    }

    @Override
    public Optional<SymbolHit> at(long address) {
        OptionalInt symbol = kallsyms.at(address);
        return symbol.isEmpty()
                ? Optional.empty()
                : hit(address, symbol.getAsInt(), Math.max(1, kallsyms.size(symbol.getAsInt())));
    }

    @Override
    public Optional<SymbolHit> at(long address, long maxDistance) {
        OptionalInt symbol = kallsyms.at(address);
        return symbol.isEmpty() ? Optional.empty() : hit(address, symbol.getAsInt(), maxDistance);
    }

    private Optional<SymbolHit> hit(long address, int symbol, long limit) {
        long offset = address - kallsyms.address(symbol);
        return Long.compareUnsigned(offset, limit) < 0
                ? Optional.of(new SymbolHit(kallsyms.name(symbol), offset))
                : Optional.empty();
    }

    @Override
    public OptionalLong valueOf(String name) {
        return kallsyms.valueOf(name);
    }

    @Override
    public Optional<OptionalLong> valueOf(String object, String name) {
        return object.equals(LinuxTypes.KERNEL) ? Optional.of(kallsyms.valueOf(name)) : Optional.empty();
    }
}

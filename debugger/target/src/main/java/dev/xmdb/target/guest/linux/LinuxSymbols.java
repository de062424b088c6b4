package dev.xmdb.target.guest.linux;

import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.memory.KernelImage;
import dev.xmdb.target.guest.linux.module.LoadedModules;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.symbols.Symbols;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The symbols of a Linux kernel as the debugger asks for them: its own without a name before them, those of its modules as {@code
 * module`symbol}.
 */
final class LinuxSymbols implements Symbols {
    private static final long UPPER_HALF = 1L << 63;

    private final Kallsyms kallsyms;
    private final Supplier<LoadedModules> modules;

    LinuxSymbols(Kallsyms kallsyms, Supplier<LoadedModules> modules) {
        this.kallsyms = kallsyms;
        this.modules = modules;
    }

    @Override
    public Optional<SymbolHit> at(long address) {
        if (!KernelImage.mayHold(address)) {
            return ofModule(address, 0);
        }
        OptionalInt symbol = kallsyms.at(address);
        return symbol.isEmpty()
                ? Optional.empty()
                : hit(address, symbol.getAsInt(), Math.max(1, kallsyms.size(symbol.getAsInt())));
    }

    @Override
    public Optional<SymbolHit> at(long address, long maxDistance) {
        if (!KernelImage.mayHold(address)) {
            return ofModule(address, maxDistance);
        }
        OptionalInt symbol = kallsyms.at(address);
        return symbol.isEmpty() ? Optional.empty() : hit(address, symbol.getAsInt(), maxDistance);
    }

    private Optional<SymbolHit> hit(long address, int symbol, long limit) {
        long offset = address - kallsyms.address(symbol);
        return Long.compareUnsigned(offset, limit) < 0
                ? Optional.of(new SymbolHit(kallsyms.name(symbol), offset))
                : Optional.empty();
    }

    /** A symbol of the module that has an address; within its size for distance 0. */
    private Optional<SymbolHit> ofModule(long address, long maxDistance) {
        if ((address & UPPER_HALF) == 0) {
            return Optional.empty();
        }
        LoadedModules loaded = modules.get();
        return loaded.at(address).flatMap(module -> {
            Optional<Symbol> symbol = maxDistance == 0
                    ? loaded.symbols(module).at(address)
                    : loaded.symbols(module).at(address, maxDistance);
            return symbol.map(found -> new SymbolHit(module.name() + "`" + found.name(), address - found.value()));
        });
    }

    @Override
    public OptionalLong valueOf(String name) {
        OptionalLong own = kallsyms.valueOf(name);
        return own.isPresent()
                ? own
                : modules.get().all().stream()
                        .flatMap(module -> modules.get().symbols(module).named(name).stream())
                        .mapToLong(Symbol::value)
                        .findFirst();
    }

    @Override
    public Optional<OptionalLong> valueOf(String object, String name) {
        if (object.equals(LinuxTypes.KERNEL)) {
            return Optional.of(kallsyms.valueOf(name));
        }
        return modules.get()
                .named(object)
                .map(module -> modules.get()
                        .symbols(module)
                        .named(name)
                        .map(symbol -> OptionalLong.of(symbol.value()))
                        .orElseGet(OptionalLong::empty));
    }
}

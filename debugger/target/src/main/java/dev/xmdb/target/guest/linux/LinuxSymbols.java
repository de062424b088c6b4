package dev.xmdb.target.guest.linux;

import dev.xmdb.target.guest.linux.generated.GeneratedCode;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.guest.linux.module.LoadedModules;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.symbols.Symbols;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The symbols of a Linux kernel as the debugger asks for them: its own without a name before them, those of its modules as {@code
 * module`symbol}.
 */
final class LinuxSymbols implements Symbols {
    private static final long UPPER_HALF = 1L << 63;

    private final Kallsyms kallsyms;
    private final Supplier<LoadedModules> modules;
    private final Supplier<GeneratedCode> generated;

    LinuxSymbols(Kallsyms kallsyms, Supplier<LoadedModules> modules, Supplier<GeneratedCode> generated) {
        this.kallsyms = kallsyms;
        this.modules = modules;
        this.generated = generated;
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
        Optional<LinuxModule> owner = loaded.at(address);
        if (owner.isEmpty()) {
            return generated
                    .get()
                    .at(address)
                    .map(code -> new SymbolHit(code.owner() + "`" + code.name(), address - code.start()));
        }
        return owner.flatMap(module -> {
            Optional<Symbol> symbol = maxDistance == 0
                    ? loaded.symbols(module).at(address)
                    : loaded.symbols(module).at(address, maxDistance);
            return symbol.map(found -> new SymbolHit(module.name() + "`" + found.name(), address - found.value()));
        });
    }

    @Override
    public List<Symbol> exactly(long address) {
        if (!KernelImage.mayHold(address)) {
            return (address & UPPER_HALF) == 0
                    ? List.of()
                    : modules.get().at(address).stream()
                            .flatMap(module -> modules.get().symbols(module).exactly(address).stream())
                            .toList();
        }
        return kallsyms.exactly(address).mapToObj(this::symbol).toList();
    }

    @Override
    public Optional<Symbol> find(String name) {
        OptionalInt symbol = kallsyms.named(name);
        return symbol.isPresent()
                ? Optional.of(symbol(symbol.getAsInt()))
                : modules.get().all().stream()
                        .flatMap(module -> modules.get().symbols(module).named(name).stream())
                        .findFirst();
    }

    @Override
    public List<String> objects() {
        return Stream.concat(
                        Stream.of(LinuxTypes.KERNEL),
                        modules.get().all().stream().map(module -> module.name()))
                .toList();
    }

    @Override
    public Stream<String> names() {
        return Stream.concat(
                IntStream.range(0, kallsyms.count()).mapToObj(kallsyms::name),
                modules.get().all().stream()
                        .flatMap(module -> modules.get().symbols(module).all().stream())
                        .map(Symbol::name));
    }

    @Override
    public Optional<List<Symbol>> all(String object) {
        return object.equals(LinuxTypes.KERNEL)
                ? Optional.of(IntStream.range(0, kallsyms.count())
                        .mapToObj(this::symbol)
                        .toList())
                : modules.get().all().stream()
                        .filter(module -> module.name().equals(object))
                        .map(module -> modules.get().symbols(module).all())
                        .findFirst();
    }

    /** A symbol by what nm's letter says of it: small letters are local, {@code w} and {@code v} weak. */
    private Symbol symbol(int number) {
        char letter = kallsyms.letter(number);
        Symbol.Kind kind = switch (Character.toLowerCase(letter)) {
            case 't', 'w' -> Symbol.Kind.FUNCTION;
            case 'd', 'b', 'r', 'v', 'g', 's' -> Symbol.Kind.OBJECT;
            default -> Symbol.Kind.UNTYPED;
        };
        Symbol.Binding binding = "wWvV".indexOf(letter) >= 0
                ? Symbol.Binding.WEAK
                : Character.isUpperCase(letter) ? Symbol.Binding.GLOBAL : Symbol.Binding.LOCAL;
        return new Symbol(
                kallsyms.name(number),
                kallsyms.address(number),
                kallsyms.size(number),
                kind,
                binding,
                LinuxTypes.KERNEL,
                number);
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

    /**
     * A place in code as the kernel itself writes it in its log and in {@code /proc}: {@code function+0xoffset/0xsize [module]}, or a
     * number where no symbol is. A symbol ends where the next one begins.
     *
     * @param afterCall whether the address is one that a call returns to, which is named by the call
     */
    String kernelForm(long address, boolean afterCall) {
        long code = afterCall ? address - 1 : address;
        if (KernelImage.mayHold(code)) {
            OptionalInt symbol = kallsyms.at(code);
            return symbol.isEmpty()
                    ? number(address)
                    : kernelForm(
                            kallsyms.name(symbol.getAsInt()),
                            address - kallsyms.address(symbol.getAsInt()),
                            kallsyms.size(symbol.getAsInt()));
        }
        return (code & UPPER_HALF) == 0
                ? number(address)
                : modules.get()
                        .at(code)
                        .flatMap(module -> ofModule(module, code, address))
                        .or(() -> ofGenerated(code, address))
                        .orElseGet(() -> number(address));
    }

    private Optional<String> ofGenerated(long code, long address) {
        return generated
                .get()
                .at(code)
                .map(function ->
                        kernelForm(function.name(), address - function.start(), function.end() - function.start())
                                + " [" + function.owner() + "]");
    }

    private Optional<String> ofModule(LinuxModule module, long code, long address) {
        Optional<Symbol> best = modules.get().symbols(module).at(code, Long.MAX_VALUE);
        long end = module.parts().stream()
                .filter(part -> part.contains(code))
                .mapToLong(part -> part.base() + part.size())
                .findFirst()
                .orElse(code);
        return best.map(symbol -> {
            long next = modules.get().symbols(module).all().stream()
                    .mapToLong(Symbol::value)
                    .filter(value -> Long.compareUnsigned(value, code) > 0)
                    .reduce(end, (one, other) -> Long.compareUnsigned(one, other) <= 0 ? one : other);
            return kernelForm(symbol.name(), address - symbol.value(), next - symbol.value()) + " [" + module.name()
                    + "]";
        });
    }

    private static String kernelForm(String name, long offset, long size) {
        return name + "+0x" + Long.toHexString(offset) + "/0x" + Long.toHexString(size);
    }

    private static String number(long address) {
        return "0x" + Long.toHexString(address);
    }
}

package dev.xmdb.target.guest.linux;

import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.types.btf.BtfContainer;
import dev.xmdb.target.types.btf.BtfException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The types of a Linux kernel: its BTF, read when a type is first asked for. Variables are not in it, apart from per-CPU ones; the types
 * of those that every kernel has are known ({@link KnownVariables}).
 */
final class LinuxTypes implements Types {
    /** The object that the kernel's own symbols and types belong to. */
    static final String KERNEL = "vmlinux";

    private static final int LARGEST = 64 << 20;

    private final AddressSpace memory;
    private final Kallsyms symbols;
    private final Consumer<String> degradations;
    private boolean asked;
    private Optional<BtfContainer> kernel = Optional.empty();

    LinuxTypes(AddressSpace memory, Kallsyms symbols, Consumer<String> degradations) {
        this.memory = memory;
        this.symbols = symbols;
        this.degradations = degradations;
    }

    /** The kernel's own container; empty when there is none that can be used. */
    synchronized Optional<BtfContainer> kernel() {
        if (!asked) {
            kernel = read();
            asked = true;
        }
        return kernel;
    }

    private Optional<BtfContainer> read() {
        OptionalLong start = symbols.valueOf("__start_BTF");
        OptionalLong stop = symbols.valueOf("__stop_BTF");
        if (start.isEmpty() || stop.isEmpty()) {
            degradations.accept("no BTF in this kernel: its structures cannot be read by name");
            return Optional.empty();
        }
        long size = stop.getAsLong() - start.getAsLong();
        try {
            if (size < 0 || size > LARGEST) {
                throw new BtfException(Long.toUnsignedString(size) + " bytes are more than any kernel has");
            }
            byte[] bytes = new byte[(int) size];
            memory.read(start.getAsLong(), bytes, 0, bytes.length);
            return Optional.of(BtfContainer.read(bytes, memory.wordSize()));
        } catch (BtfException | MemoryFaultException unusable) {
            degradations.accept("failed to load BTF of the kernel at " + Long.toHexString(start.getAsLong()) + ": "
                    + unusable.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public int wordSize() {
        return memory.wordSize();
    }

    @Override
    public Stream<Type> candidates(Optional<Tag> tag, String name) {
        return kernel().stream().flatMap(container -> {
            Stream<Type> all = named(container, tag, name);
            Stream<Type> defined = named(container, tag, name).filter(type -> !(type instanceof Type.Forward));
            return tag.isPresent() && named(container, tag, name).anyMatch(type -> !(type instanceof Type.Forward))
                    ? defined
                    : all;
        });
    }

    private static Stream<Type> named(BtfContainer container, Optional<Tag> tag, String name) {
        return tag.isPresent() ? container.tagged(tag.get(), name) : container.named(name);
    }

    @Override
    public Optional<Type> candidate(String object, Optional<Tag> tag, String name) {
        return object.equals(KERNEL) ? candidates(tag, name).findFirst() : Optional.empty();
    }

    @Override
    public Optional<Type> ofVariable(Symbol symbol) {
        return kernel().flatMap(container -> container.variable(symbol.name()))
                .or(() -> KnownVariables.typeOf(this, symbol));
    }

    @Override
    public Optional<Type.Function> ofFunction(Symbol symbol) {
        return kernel().flatMap(container -> container.function(symbol.name()));
    }
}

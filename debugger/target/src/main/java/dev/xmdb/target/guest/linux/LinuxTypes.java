package dev.xmdb.target.guest.linux;

import dev.xmdb.target.guest.linux.guess.GuessedTypes;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.module.ModuleTypes;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.types.btf.BtfContainer;
import dev.xmdb.target.types.btf.BtfException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types of a Linux kernel and its modules: its BTF, read when a type is first asked for, and theirs, each when a name is asked for
 * that those before do not have. Variables are not in it, apart from per-CPU ones; the types of those that every kernel has are known
 * ({@link KnownVariables}).
 */
public final class LinuxTypes implements Types {
    /** The object that the kernel's own symbols and types belong to. */
    static final String KERNEL = "vmlinux";

    /** The section of variables of which every CPU has one, as BTF calls it. */
    static final String PER_CPU_SECTION = ".data..percpu";

    private static final int LARGEST = 64 << 20;

    private final AddressSpace memory;
    private final Kallsyms symbols;
    private final Consumer<String> degradations;
    private final String release;
    private boolean asked;
    private Optional<GuessedTypes> guessed = Optional.empty();
    private @Nullable ModuleTypes modules;
    private Optional<BtfContainer> kernel = Optional.empty();
    private @Nullable Map<String, List<BtfContainer.Placed>> perCpu;

    LinuxTypes(AddressSpace memory, Kallsyms symbols, String release, Consumer<String> degradations) {
        this.release = release;
        this.memory = memory;
        this.symbols = symbols;
        this.degradations = degradations;
    }

    /** The kernel's own container; empty when there is none that can be used. */
    synchronized Optional<BtfContainer> kernel() {
        if (!asked) {
            kernel = read();
            asked = true;
            if (kernel.isEmpty()) {
                guess();
            }
        }
        return kernel;
    }

    private void guess() {
        guessed = GuessedTypes.of(memory, release, symbols.valueOf("init_task"));
        degradations.accept(guessed.map(types -> "structures of tasks and modules are guessed to be those of Linux "
                        + types.release() + ": the first task and the list of tasks are where that has them")
                .orElse("no known kernel's structures fit this one"));
    }

    /** The release whose structures are taken for this kernel's, which has no types of its own; empty where it has. */
    public Optional<String> guessedFrom() {
        return kernel().isPresent() ? Optional.empty() : guessed.map(GuessedTypes::release);
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

    /** Where the modules' types are; nothing without types of the kernel. */
    public List<ModuleTypes.Place> ofModules() {
        return modules().map(ModuleTypes::all).orElse(List.of());
    }

    /** The types of a module alone. */
    public Optional<BtfContainer> ofModule(String module) {
        return modules().flatMap(all -> all.container(module));
    }

    private synchronized Optional<ModuleTypes> modules() {
        if (modules == null) {
            modules = kernel().map(
                            own -> new ModuleTypes(memory, own, this, symbols.valueOf("btf_modules"), degradations))
                    .orElse(null);
        }
        return Optional.ofNullable(modules);
    }

    /** Containers of modules, each read as somebody asks on. */
    private Stream<BtfContainer> moduleContainers() {
        return Stream.of(this)
                .flatMap(own -> own.ofModules().stream())
                .flatMap(place -> ofModule(place.name()).stream());
    }

    @Override
    public Stream<Type> candidates(Optional<Tag> tag, String name) {
        if (kernel().isEmpty()) {
            return guessed.stream().flatMap(types -> types.named(tag, name));
        }
        Stream<Type> own = kernel().stream().flatMap(container -> named(container, tag, name));
        if (tag.isEmpty()) {
            return Stream.concat(own, moduleContainers().flatMap(container -> container.named(name)));
        }
        Map<Boolean, List<Type>> byDefinition = own.collect(Collectors.partitioningBy(LinuxTypes::isDefinition));
        List<Type> defined = byDefinition.getOrDefault(true, List.of());
        if (defined.isEmpty() && definedByModules(tag, name).findFirst().isEmpty()) {
            return Stream.concat(
                    byDefinition.getOrDefault(false, List.of()).stream(),
                    moduleContainers().flatMap(container -> named(container, tag, name)));
        }
        return Stream.concat(defined.stream(), definedByModules(tag, name));
    }

    private Stream<Type> definedByModules(Optional<Tag> tag, String name) {
        return moduleContainers()
                .flatMap(container -> named(container, tag, name))
                .filter(LinuxTypes::isDefinition);
    }

    private static boolean isDefinition(Type type) {
        return !(type instanceof Type.Forward);
    }

    private static Stream<Type> named(BtfContainer container, Optional<Tag> tag, String name) {
        return tag.isPresent() ? container.tagged(tag.get(), name) : container.named(name);
    }

    /** What a module names is its own type, else the kernel's that its code sees. */
    @Override
    public Optional<Type> candidate(String object, Optional<Tag> tag, String name) {
        Stream<BtfContainer> visible = object.equals(KERNEL)
                ? kernel().stream()
                : ofModule(object).stream().flatMap(own -> Stream.concat(Stream.of(own), kernel().stream()));
        List<Type> all =
                visible.flatMap(container -> named(container, tag, name)).toList();
        return all.stream()
                .filter(LinuxTypes::isDefinition)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    @Override
    public Stream<String> names() {
        return kernel().isEmpty()
                ? guessed.stream().flatMap(GuessedTypes::names)
                : Stream.concat(kernel().stream(), moduleContainers()).flatMap(BtfContainer::names);
    }

    private Optional<BtfContainer> definer(Symbol symbol) {
        return symbol.object().isEmpty() || symbol.object().equals(KERNEL) ? kernel() : ofModule(symbol.object());
    }

    @Override
    public Optional<Type> ofVariable(Symbol symbol) {
        Optional<Type> recorded = definer(symbol)
                .flatMap(container -> container.variable(symbol.name()))
                .flatMap(type -> placed(symbol, type));
        return recorded.isPresent()
                        || !(symbol.object().isEmpty() || symbol.object().equals(KERNEL))
                ? recorded
                : KnownVariables.typeOf(this, symbol, memory);
    }

    /** A per-CPU variable's type by its place: others, also some of no CPU's own, may have its name. */
    private Optional<Type> placed(Symbol symbol, Type found) {
        OptionalLong start = symbols.valueOf("__per_cpu_start");
        if (start.isEmpty() || !(symbol.object().isEmpty() || symbol.object().equals(KERNEL))) {
            return Optional.of(found);
        }
        List<BtfContainer.Placed> named = perCpuNamed(symbol.name());
        return named.isEmpty()
                ? Optional.of(found)
                : named.stream()
                        .filter(each -> start.getAsLong() + each.offset() == symbol.value())
                        .findFirst()
                        .map(each -> each.type().type());
    }

    private synchronized List<BtfContainer.Placed> perCpuNamed(String name) {
        Map<String, List<BtfContainer.Placed>> known = perCpu;
        if (known == null) {
            known = kernel().stream()
                    .flatMap(container -> container.variablesOf(PER_CPU_SECTION).stream())
                    .collect(Collectors.groupingBy(BtfContainer.Placed::name));
            perCpu = known;
        }
        return known.getOrDefault(name, List.of());
    }

    @Override
    public Optional<Type.Function> ofFunction(Symbol symbol) {
        return definer(symbol).flatMap(container -> container.function(symbol.name()));
    }
}

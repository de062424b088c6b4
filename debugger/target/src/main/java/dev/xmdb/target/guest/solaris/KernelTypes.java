package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.types.ctf.CtfContainer;
import dev.xmdb.target.types.ctf.CtfException;
import dev.xmdb.target.types.ctf.CtfSymbols;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The types of a Solaris kernel: each module's CTF, read when it is first needed. A name is looked for in {@code genunix}, which has the
 * kernel's common types, then in {@code unix}, then in the other modules in the order of their list.
 */
final class KernelTypes implements Types {
    private static final int MOST_BYTES = 16 << 20;
    /** Most bytes of all containers together, as they lie in the guest. */
    private static final long MOST_BYTES_OF_ALL = 64L << 20;

    private final AddressSpace memory;
    private final Map<String, SolarisModule> modules = new LinkedHashMap<>();
    private final Consumer<String> degradations;
    private final Map<String, Optional<CtfContainer>> containers = new HashMap<>();
    private final Map<String, Optional<CtfSymbols>> symbols = new HashMap<>();
    private long budget = MOST_BYTES_OF_ALL;

    KernelTypes(AddressSpace memory, List<SolarisModule> found, Consumer<String> degradations) {
        this.memory = memory;
        this.degradations = degradations;
        for (String first : List.of("genunix", "unix")) {
            found.stream().filter(module -> module.name().equals(first)).forEach(module -> modules.put(first, module));
        }
        found.forEach(module -> modules.putIfAbsent(module.name(), module));
    }

    @Override
    public int wordSize() {
        return memory.wordSize();
    }

    @Override
    public Stream<Type> candidates(Optional<Tag> tag, String name) {
        Set<Type> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return Stream.of(false, true)
                .flatMap(announced -> modules.keySet().stream()
                        .flatMap(module -> candidate(module, tag, name).stream())
                        .filter(type -> type instanceof Type.Forward == announced && seen.add(type)))
                .takeWhile(type ->
                        !(type instanceof Type.Forward) || seen.stream().allMatch(Type.Forward.class::isInstance));
    }

    @Override
    public Optional<Type> candidate(String object, Optional<Tag> tag, String name) {
        return container(object)
                .flatMap(container -> tag.isPresent() ? container.tagged(tag.get(), name) : container.named(name));
    }

    @Override
    public Stream<String> names() {
        return List.copyOf(modules.keySet()).stream()
                .flatMap(module -> container(module).stream())
                .flatMap(CtfContainer::names);
    }

    @Override
    public Optional<Type> ofVariable(Symbol symbol) {
        return symbols(symbol.object()).flatMap(types -> types.variable(symbol.index()));
    }

    @Override
    public Optional<Type.Function> ofFunction(Symbol symbol) {
        return symbols(symbol.object()).flatMap(types -> types.function(symbol.index()));
    }

    @Override
    public OptionalInt numberOf(Symbol variable) {
        return symbols(variable.object())
                .map(types -> types.number(variable.index()))
                .orElseGet(OptionalInt::empty);
    }

    private synchronized Optional<CtfSymbols> symbols(String name) {
        Optional<CtfSymbols> known = symbols.get(name);
        if (known == null) {
            known = container(name)
                    .flatMap(container -> modules.get(name).table().map(container::symbols));
            symbols.put(name, known);
        }
        return known;
    }

    /** A module's types; empty when it has none that can be used. */
    synchronized Optional<CtfContainer> container(String name) {
        Optional<CtfContainer> known = containers.get(name);
        if (known == null) {
            // A module that names itself, or one that leads back to it, as its parent finds nothing here.
            containers.put(name, Optional.empty());
            known = Optional.ofNullable(modules.get(name)).flatMap(this::open);
            containers.put(name, known);
        }
        return known;
    }

    private Optional<CtfContainer> open(SolarisModule module) {
        SolarisModule.Extent ctf = module.ctf();
        if (ctf.address() == 0 || ctf.size() == 0) {
            return Optional.empty();
        }
        try {
            CtfContainer container =
                    CtfContainer.read(bytes(ctf), module.strings().bytes(), memory.wordSize());
            Optional<String> parentName = container.parentName();
            if (parentName.isEmpty()) {
                return Optional.of(container);
            }
            Optional<CtfContainer> parent = container(parentName.get());
            if (parent.isEmpty()) {
                degradations.accept("failed to load CTF data for " + module.name() + " - parent " + parentName.get()
                        + " not loaded");
                return Optional.of(container);
            }
            return Optional.of(container.withParent(parent.get()));
        } catch (CtfException | dev.xmdb.target.memory.MemoryFaultException unusable) {
            degradations.accept("failed to load CTF data for " + module.name() + ": " + unusable.getMessage());
            return Optional.empty();
        }
    }

    private byte[] bytes(SolarisModule.Extent ctf) throws CtfException {
        long limit = Math.min(budget, MOST_BYTES);
        if (Long.compareUnsigned(ctf.size(), limit) > 0) {
            throw new CtfException(Long.toUnsignedString(ctf.size()) + " bytes are more than any kernel has");
        }
        int length = (int) memory.readable(ctf.address(), ctf.size());
        budget -= length;
        byte[] bytes = new byte[(int) ctf.size()];
        memory.read(ctf.address(), bytes, 0, bytes.length);
        return bytes;
    }
}

package dev.xmdb.target.guest.linux.module;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.symbols.SymbolTable;
import dev.xmdb.target.types.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The modules of a kernel with their symbols, each table read when it is first asked for. Thread-safe. */
public final class LoadedModules {
    private final AddressSpace memory;
    private final Types types;
    private final List<LinuxModule> modules;
    private final Consumer<String> problems;
    private final Map<String, SymbolTable> tables = new ConcurrentHashMap<>();

    /**
     * Modules.
     *
     * @param modules as {@link LinuxModules#read} found them
     * @param problems receives a sentence for what cannot be read
     */
    public LoadedModules(AddressSpace memory, Types types, List<LinuxModule> modules, Consumer<String> problems) {
        this.memory = memory;
        this.types = types;
        this.modules = List.copyOf(modules);
        this.problems = problems;
    }

    /** Every module, the last loaded first. */
    public List<LinuxModule> all() {
        return modules;
    }

    /** The module in whose memory an address lies. */
    public Optional<LinuxModule> at(long address) {
        return modules.stream().filter(module -> module.contains(address)).findFirst();
    }

    /** A module by its name. */
    public Optional<LinuxModule> named(String name) {
        return modules.stream().filter(module -> module.name().equals(name)).findFirst();
    }

    /** A module's symbols. */
    public SymbolTable symbols(LinuxModule module) {
        return tables.computeIfAbsent(module.name(), _ -> ModuleSymbols.read(memory, types, module, problems));
    }
}

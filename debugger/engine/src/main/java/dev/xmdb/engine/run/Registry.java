package dev.xmdb.engine.run;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walker;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dcmds and walkers by name, plain and scoped by their module; of two with one name the first module's is found. */
final class Registry {
    private final List<DebuggerModule> modules;
    private final Map<String, Dcmd> dcmds = new HashMap<>();
    private final Map<String, Walker> walkers = new HashMap<>();
    private final IdentityHashMap<Object, DebuggerModule> owners = new IdentityHashMap<>();

    Registry(List<DebuggerModule> found) {
        modules = found.stream().<DebuggerModule>map(Fixed::new).toList();
        for (DebuggerModule module : modules) {
            for (Dcmd dcmd : module.dcmds()) {
                owners.put(dcmd, module);
                for (String name : dcmd.spec().names()) {
                    dcmds.putIfAbsent(name, dcmd);
                    dcmds.putIfAbsent(module.name() + "`" + name, dcmd);
                }
            }
            for (Walker walker : module.walkers()) {
                owners.put(walker, module);
                walkers.putIfAbsent(walker.name(), walker);
                walkers.putIfAbsent(module.name() + "`" + walker.name(), walker);
            }
        }
    }

    /** A module whose lists were asked for once. */
    private record Fixed(String name, List<Dcmd> dcmds, List<Walker> walkers) implements DebuggerModule {
        private Fixed(DebuggerModule module) {
            this(module.name(), List.copyOf(module.dcmds()), List.copyOf(module.walkers()));
        }
    }

    List<DebuggerModule> modules() {
        return modules;
    }

    Optional<Dcmd> dcmd(String name) {
        return Optional.ofNullable(dcmds.get(name));
    }

    Optional<Walker> walker(String name) {
        return Optional.ofNullable(walkers.get(name));
    }

    Optional<DebuggerModule> owner(Object dcmdOrWalker) {
        return Optional.ofNullable(owners.get(dcmdOrWalker));
    }
}

package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.target.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The modules that there are, and which of them a session uses. */
final class LoadedModules {
    private final List<DebuggerModule> all;
    private final Optional<Target> target;
    private final Set<String> unloaded = new HashSet<>();
    private Registry registry;

    LoadedModules(List<DebuggerModule> all, Optional<Target> target) {
        this.all = List.copyOf(all);
        this.target = target;
        this.registry = new Registry(all, target);
    }

    /** What the loaded ones have. */
    Registry registry() {
        return registry;
    }

    /** See {@link dev.xmdb.engine.Session#load}. */
    void load(String name) {
        if (all.stream().noneMatch(module -> module.name().equals(name))) {
            throw new DcmdException("no module '" + name + "' could be found");
        }
        if (!unloaded.remove(name)) {
            throw new DcmdException(name + " module is already loaded");
        }
        look();
    }

    /** See {@link dev.xmdb.engine.Session#unload}. */
    void unload(String name) {
        if (all.stream().noneMatch(module -> module.name().equals(name)) || !unloaded.add(name)) {
            throw new DcmdException("failed to unload " + name + ": specified module is not loaded");
        }
        look();
    }

    private void look() {
        registry = new Registry(
                all.stream().filter(module -> !unloaded.contains(module.name())).toList(), target);
    }
}

package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.target.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

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

    /** See {@link dev.xmdb.engine.Session#unloaded}. */
    List<DebuggerModule> unloaded() {
        return unloaded.isEmpty() ? List.of() : registryOf(true).modules();
    }

    /**
     * What to say of a name that there is no dcmd of.
     *
     * @param near what may have been meant, where no other kind of guest has it
     */
    DcmdException unknown(String name, Supplier<Optional<String>> near) {
        String message = "invalid command '" + DcmdSpec.typed(name) + "': ";
        boolean away = !unloaded.isEmpty() && registryOf(true).dcmd(name).isPresent();
        return registry.guestOf(name)
                .filter(kind -> !away)
                .map(kind -> DcmdException.hopeless(
                        message + "it needs a " + kind + " guest, and this one is "
                                + target.map(own -> own.guest().kind()).orElse("none"),
                        Optional::empty))
                .orElseGet(() -> DcmdException.hopeless(message + "unknown dcmd name", near));
    }

    /** See {@link dev.xmdb.engine.Session#load}. */
    void load(String name) {
        if (all.stream().noneMatch(module -> module.name().equals(name))) {
            throw new DcmdException(
                    "no module '" + name + "' could be found",
                    () -> Suggestions.word(
                            name, all.stream().map(DebuggerModule::name).toList()));
        }
        if (!unloaded.remove(name)) {
            throw new DcmdException(name + " module is already loaded");
        }
        look();
    }

    /** See {@link dev.xmdb.engine.Session#unload}. */
    void unload(String name) {
        List<String> loaded =
                registry.modules().stream().map(DebuggerModule::name).toList();
        if (!loaded.contains(name)) {
            throw new DcmdException(
                    "failed to unload " + name + ": specified module is not loaded",
                    () -> Suggestions.word(name, loaded));
        }
        unloaded.add(name);
        look();
    }

    private void look() {
        registry = registryOf(false);
    }

    private Registry registryOf(boolean ofUnloaded) {
        return new Registry(
                all.stream()
                        .filter(module -> unloaded.contains(module.name()) == ofUnloaded)
                        .toList(),
                target);
    }
}

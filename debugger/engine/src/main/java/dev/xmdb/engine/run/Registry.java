package dev.xmdb.engine.run;

import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.Target;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Dcmds and walkers by name, plain and scoped by their module. Of two dcmds with one name, the one for this kind of guest hides the one
 * for any, else the first module's is found. What works on another kind of guest only is left out, and its name remembered for the
 * message.
 */
final class Registry {
    private final Optional<Target> target;
    private final List<DebuggerModule> modules;
    private final Map<String, Dcmd> dcmds = new HashMap<>();
    private final Map<String, Walker> walkers = new HashMap<>();
    private final Map<String, CommandAlias> aliases = new HashMap<>();
    private final Map<String, String> elsewhere = new HashMap<>();
    private final IdentityHashMap<Object, DebuggerModule> owners = new IdentityHashMap<>();

    Registry(List<DebuggerModule> found, Optional<Target> target) {
        this.target = target;
        modules = found.stream().<DebuggerModule>map(this::applicable).toList();
        for (DebuggerModule module : modules) {
            for (Dcmd dcmd : module.dcmds()) {
                owners.put(dcmd, module);
                for (String name : dcmd.spec().names()) {
                    Dcmd known = dcmds.get(name);
                    boolean hides = known == null
                            || (known.spec().guest().isEmpty()
                                    && dcmd.spec().guest().isPresent()
                                    && target.isPresent());
                    if (hides) {
                        dcmds.put(name, dcmd);
                    }
                    dcmds.putIfAbsent(module.name() + "`" + name, dcmd);
                }
            }
            module.aliases().forEach(alias -> aliases.putIfAbsent(alias.name(), alias));
            for (Walker walker : module.walkers()) {
                owners.put(walker, module);
                walkers.putIfAbsent(walker.name(), walker);
                walkers.putIfAbsent(module.name() + "`" + walker.name(), walker);
            }
        }
    }

    private DebuggerModule applicable(DebuggerModule module) {
        List<Dcmd> commands = module.dcmds().stream()
                .filter(dcmd -> applies(dcmd.spec().guest(), dcmd.spec().names()))
                .toList();
        List<Walker> walks = module.walkers().stream()
                .filter(walker -> applies(walker.guest(), List.of("walk " + walker.name())))
                .toList();
        List<CommandAlias> theirs = module.aliases();
        Set<String> own = theirs.stream()
                .filter(this::isFirstChoice)
                .map(CommandAlias::name)
                .collect(Collectors.toSet());
        // Without a target what asks for one kind of guest is understood too, unless it hides what asks for any.
        List<CommandAlias> names = theirs.stream()
                .filter(alias -> isFirstChoice(alias)
                        || ((target.isEmpty() || alias.guest().isEmpty()) && !own.contains(alias.name())))
                .toList();
        return new Fixed(module.name(), commands, walks, names, module);
    }

    private boolean isFirstChoice(CommandAlias alias) {
        return alias.guest().equals(target.map(image -> image.guest().kind()));
    }

    private boolean applies(Optional<String> guest, List<String> names) {
        boolean applies = guest.isEmpty()
                || target.isEmpty()
                || guest.get().equals(target.get().guest().kind());
        if (!applies) {
            names.forEach(name -> elsewhere.put(name, guest.get()));
        }
        return applies;
    }

    /** A module whose lists were asked for once. */
    private record Fixed(
            String name, List<Dcmd> dcmds, List<Walker> walkers, List<CommandAlias> aliases, DebuggerModule module)
            implements DebuggerModule {
        @Override
        public List<Walker> walkers(Target target) {
            return module.walkers(target);
        }
    }

    List<DebuggerModule> modules() {
        return modules;
    }

    Optional<Dcmd> dcmd(String name) {
        return Optional.ofNullable(dcmds.get(name));
    }

    Optional<CommandAlias> alias(String name) {
        return Optional.ofNullable(aliases.get(name));
    }

    /** The kind of guest that has the dcmd of a name which this target has not. */
    Optional<String> guestOf(String name) {
        return Optional.ofNullable(elsewhere.get(name));
    }

    Optional<Walker> walker(String name) {
        Walker known = walkers.get(name);
        return known != null ? Optional.of(known) : target.flatMap(own -> ofTarget(own, name));
    }

    private Optional<Walker> ofTarget(Target own, String name) {
        for (DebuggerModule module : modules) {
            for (Walker walker : module.walkers(own)) {
                if (name.equals(walker.name()) || name.equals(module.name() + "`" + walker.name())) {
                    owners.put(walker, module);
                    return Optional.of(walker);
                }
            }
        }
        return Optional.empty();
    }

    Optional<DebuggerModule> owner(Object dcmdOrWalker) {
        return Optional.ofNullable(owners.get(dcmdOrWalker));
    }
}

package dev.xmdb.dcmds.crash;

import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walker;
import java.util.List;
import java.util.stream.Stream;

/** The module {@code crash}: aliases, and what their translations need beyond the language. */
public final class CrashModule implements DebuggerModule {
    private static final List<CommandAlias> ALIASES = Stream.of(
                    TaskAliases.all(),
                    MemoryAliases.all(),
                    TypeAliases.all(),
                    SystemAliases.all(),
                    SolarisAliases.all())
            .flatMap(List::stream)
            .toList();

    /** Made by the service loader. */
    public CrashModule() {}

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public List<Dcmd> dcmds() {
        return List.of(UptoDcmd.dcmd());
    }

    @Override
    public List<Walker> walkers() {
        return List.of();
    }

    @Override
    public List<CommandAlias> aliases() {
        return ALIASES;
    }
}

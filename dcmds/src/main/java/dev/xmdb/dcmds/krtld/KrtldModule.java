package dev.xmdb.dcmds.krtld;

import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.solaris.ModuleControls;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The module {@code krtld}. */
public final class KrtldModule implements DebuggerModule {
    private static final List<Dcmd> DCMDS = Stream.of(ModuleDcmds.all(), List.of(ModuleHeadersDcmd.DCMD))
            .flatMap(List::stream)
            .toList();

    private static final List<Walker> WALKERS = List.of(new ListWalker(
            "modctl",
            "modules by their modctl structures",
            AddressUse.OPTIONAL,
            (kernel, walk) -> Optional.ofNullable(new ModuleControls(kernel)
                    .follow(walk.start().orElse(0), walk::deliver)
                    .fault())));

    /** Made by the service loader. */
    public KrtldModule() {}

    @Override
    public String name() {
        return "krtld";
    }

    @Override
    public List<Dcmd> dcmds() {
        return DCMDS;
    }

    @Override
    public List<Walker> walkers() {
        return WALKERS;
    }
}

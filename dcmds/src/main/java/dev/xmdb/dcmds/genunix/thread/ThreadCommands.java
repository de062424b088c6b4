package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walker;
import java.util.List;

/** What this package adds to the module. */
public final class ThreadCommands {
    private ThreadCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(
                ThreadListDcmd.dcmd(),
                ThreadDcmd.dcmd(),
                FindStackDcmd.dcmd(),
                StacksDcmd.dcmd(),
                SpecificDataDcmd.dcmd());
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return ThreadWalkers.all();
    }
}

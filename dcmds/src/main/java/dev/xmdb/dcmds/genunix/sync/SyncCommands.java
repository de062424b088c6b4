package dev.xmdb.dcmds.genunix.sync;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walker;
import java.util.List;
import java.util.stream.Stream;

/** What the module {@code genunix} has about synchronisation. */
public final class SyncCommands {
    private SyncCommands() {}

    /** Its dcmds. */
    public static List<Dcmd> dcmds() {
        return Stream.of(
                        List.of(MutexDcmd.DCMD, RwlockDcmd.DCMD, LocksDcmd.DCMD),
                        TurnstileDcmds.dcmds(),
                        WaitDcmds.dcmds())
                .flatMap(List::stream)
                .toList();
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return Stream.of(TurnstileDcmds.walkers(), WaitDcmds.walkers())
                .flatMap(List::stream)
                .toList();
    }
}

package dev.xmdb.dcmds.linux.memory;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walker;
import java.util.List;

/** What this package offers. */
public final class MemoryCommands {
    private MemoryCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(
                MemstatDcmd.dcmd(),
                PageDcmd.dcmd(),
                ZoneDcmds.zoneinfo(),
                ZoneDcmds.buddyinfo(),
                SectionDcmd.dcmd(),
                VmallocDcmd.dcmd());
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return MemoryWalkers.all();
    }
}

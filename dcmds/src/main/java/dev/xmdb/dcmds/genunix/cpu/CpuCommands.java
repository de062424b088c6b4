package dev.xmdb.dcmds.genunix.cpu;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walker;
import java.util.List;

/** What this package adds to the module. */
public final class CpuCommands {
    private CpuCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(CpuInfoDcmd.dcmd(), CpuPartitionDcmd.dcmd());
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return CpuWalkers.all();
    }
}

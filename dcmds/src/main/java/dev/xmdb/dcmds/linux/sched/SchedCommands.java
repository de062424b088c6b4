package dev.xmdb.dcmds.linux.sched;

import dev.xmdb.engine.Dcmd;
import java.util.List;

/** What this package offers: {@code ::runq}. */
public final class SchedCommands {
    private SchedCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(RunqDcmd.dcmd());
    }
}

package dev.xmdb.dcmds.linux.sync;

import dev.xmdb.engine.Dcmd;
import java.util.List;

/** What this package offers: {@code ::locks ::mutex ::rwsem ::waitq}. */
public final class SyncCommands {
    private SyncCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(LocksDcmd.dcmd(), LockDcmd.mutex(), LockDcmd.rwsem(), LockDcmd.semaphore(), WaitqDcmd.dcmd());
    }
}

package dev.xmdb.dcmds.linux.net;

import dev.xmdb.engine.Dcmd;
import java.util.List;

/** What this package offers: {@code ::net}. */
public final class NetCommands {
    private NetCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(NetDcmd.dcmd());
    }
}

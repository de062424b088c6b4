package dev.xmdb.dcmds.linux.timer;

import dev.xmdb.engine.Dcmd;
import java.util.List;

/** What this package offers: {@code ::timers}. */
public final class TimerCommands {
    private TimerCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(TimersDcmd.dcmd());
    }
}

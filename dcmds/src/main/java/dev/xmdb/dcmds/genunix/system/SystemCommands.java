package dev.xmdb.dcmds.genunix.system;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walker;
import java.util.List;
import java.util.stream.Stream;

/** What the module {@code genunix} has about the system as a whole. */
public final class SystemCommands {
    private SystemCommands() {}

    /** Its dcmds. */
    public static List<Dcmd> dcmds() {
        return Stream.of(MessageDcmds.dcmds(), List.of(PanicDcmd.DCMD, TimeDcmd.DCMD))
                .flatMap(List::stream)
                .toList();
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return MessageDcmds.walkers();
    }
}

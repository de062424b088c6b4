package dev.xmdb.dcmds.linux.task;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walker;
import java.util.List;
import java.util.stream.Stream;

/** What this package offers. */
public final class TaskCommands {
    private TaskCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return Stream.concat(
                        Stream.of(PsDcmd.dcmd(), ThreadListDcmd.dcmd(), FindStackDcmd.dcmd(), StacksDcmd.dcmd()),
                        ProcessDcmds.all().stream())
                .toList();
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return TaskWalkers.all();
    }
}

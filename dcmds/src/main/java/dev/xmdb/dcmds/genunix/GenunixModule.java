package dev.xmdb.dcmds.genunix;

import dev.xmdb.dcmds.genunix.collection.CollectionWalkers;
import dev.xmdb.dcmds.genunix.cpu.CpuCommands;
import dev.xmdb.dcmds.genunix.kmem.KmemDcmds;
import dev.xmdb.dcmds.genunix.process.ProcessCommands;
import dev.xmdb.dcmds.genunix.sync.SyncCommands;
import dev.xmdb.dcmds.genunix.system.SystemCommands;
import dev.xmdb.dcmds.genunix.taskq.TaskqCommands;
import dev.xmdb.dcmds.genunix.thread.ThreadCommands;
import dev.xmdb.dcmds.genunix.timer.TimerCommands;
import dev.xmdb.dcmds.genunix.vmem.VmemDcmds;
import dev.xmdb.dcmds.genunix.whatis.WhatisDcmd;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.Target;
import java.util.List;
import java.util.stream.Stream;

/** The module {@code genunix}. */
public final class GenunixModule implements DebuggerModule {
    private static final List<Dcmd> DCMDS = Stream.of(
                    CpuCommands.dcmds(),
                    ThreadCommands.dcmds(),
                    ProcessCommands.dcmds(),
                    SyncCommands.dcmds(),
                    TaskqCommands.dcmds(),
                    SystemCommands.dcmds(),
                    TimerCommands.dcmds(),
                    KmemDcmds.all(),
                    VmemDcmds.all(),
                    WhatisDcmd.all())
            .flatMap(List::stream)
            .toList();

    private static final List<Walker> WALKERS = Stream.of(
                    CpuCommands.walkers(),
                    ThreadCommands.walkers(),
                    ProcessCommands.walkers(),
                    CollectionWalkers.all(),
                    SyncCommands.walkers(),
                    TaskqCommands.walkers(),
                    SystemCommands.walkers(),
                    TimerCommands.walkers(),
                    KmemDcmds.walkers(),
                    VmemDcmds.walkers())
            .flatMap(List::stream)
            .toList();

    /** Made by the service loader. */
    public GenunixModule() {}

    @Override
    public String name() {
        return "genunix";
    }

    @Override
    public List<Dcmd> dcmds() {
        return DCMDS;
    }

    @Override
    public List<Walker> walkers() {
        return WALKERS;
    }

    @Override
    public List<Walker> walkers(Target target) {
        return KmemDcmds.walkers(target);
    }
}

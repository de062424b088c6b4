package dev.xmdb.dcmds.linux;

import dev.xmdb.dcmds.linux.collection.CollectionWalkers;
import dev.xmdb.dcmds.linux.cpu.CpuCommands;
import dev.xmdb.dcmds.linux.interrupt.InterruptCommands;
import dev.xmdb.dcmds.linux.memory.MemoryCommands;
import dev.xmdb.dcmds.linux.module.ModuleCommands;
import dev.xmdb.dcmds.linux.net.NetCommands;
import dev.xmdb.dcmds.linux.process.ProcessCommands;
import dev.xmdb.dcmds.linux.sched.SchedCommands;
import dev.xmdb.dcmds.linux.slab.SlabCommands;
import dev.xmdb.dcmds.linux.sync.SyncCommands;
import dev.xmdb.dcmds.linux.system.SystemCommands;
import dev.xmdb.dcmds.linux.task.TaskCommands;
import dev.xmdb.dcmds.linux.timer.TimerCommands;
import dev.xmdb.dcmds.linux.whatis.WhatisCommands;
import dev.xmdb.dcmds.linux.xenbus.XenbusCommands;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.Target;
import java.util.List;
import java.util.stream.Stream;

/** The module {@code linux}. */
public final class LinuxModule implements DebuggerModule {
    private static final List<Dcmd> DCMDS = Stream.of(
                    TaskCommands.dcmds(),
                    CpuCommands.dcmds(),
                    SystemCommands.dcmds(),
                    ModuleCommands.dcmds(),
                    MemoryCommands.dcmds(),
                    SlabCommands.dcmds(),
                    WhatisCommands.dcmds(),
                    InterruptCommands.dcmds(),
                    XenbusCommands.dcmds(),
                    SchedCommands.dcmds(),
                    SyncCommands.dcmds(),
                    TimerCommands.dcmds(),
                    NetCommands.dcmds(),
                    ProcessCommands.dcmds())
            .flatMap(List::stream)
            .toList();

    private static final List<Walker> WALKERS = Stream.of(
                    TaskCommands.walkers(),
                    CpuCommands.walkers(),
                    ModuleCommands.walkers(),
                    MemoryCommands.walkers(),
                    CollectionWalkers.all(),
                    SlabCommands.walkers(),
                    InterruptCommands.walkers(),
                    XenbusCommands.walkers(),
                    ProcessCommands.walkers())
            .flatMap(List::stream)
            .toList();

    /** Made by the service loader. */
    public LinuxModule() {}

    @Override
    public String name() {
        return "linux";
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
        return SlabCommands.walkers(target);
    }
}

package dev.xmdb.dcmds.linux.cpu;

import dev.xmdb.dcmds.LinuxWalker;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.processor.LinuxCpu;
import dev.xmdb.target.guest.linux.processor.LinuxCpus;
import java.util.List;

/** What this package offers. */
public final class CpuCommands {
    private CpuCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(CpuInfoDcmd.dcmd(), PerCpuDcmd.dcmd());
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return List.of(
                new LinuxWalker("cpu", "the run queue (struct rq) of every CPU", AddressUse.NONE, CpuCommands::queues),
                new LinuxWalker(
                        "percpu",
                        "given a per-CPU variable or pointer, where each CPU has its copy",
                        AddressUse.REQUIRED,
                        PerCpuDcmd::walk));
    }

    private static void queues(LinuxGuest guest, Walk walk) {
        for (LinuxCpu cpu : LinuxCpus.read(guest, walk.target().vcpus(), walk::warn)) {
            if (!walk.deliver(cpu.queue())) {
                return;
            }
        }
    }
}

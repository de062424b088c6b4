package dev.xmdb.dcmds.linux.process;

import dev.xmdb.dcmds.ContextDcmd;
import dev.xmdb.dcmds.LinuxWalker;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.file.TaskFiles;
import dev.xmdb.target.guest.linux.space.MappingReader;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.List;

/** What this package offers. */
public final class ProcessCommands {
    private ProcessCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(
                MappingDcmd.dcmd(),
                MemoryMapDcmd.dcmd(),
                FilesDcmd.dcmd(),
                ArgumentsDcmd.dcmd(),
                ContextDcmd.of(
                        LinuxGuest.KIND,
                        "task_struct",
                        in -> new ChosenProcess(in).space().memory()));
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return List.of(
                LinuxWalker.layered(
                        "proc",
                        "vma",
                        "given a task, the vm_area_struct of everything that is mapped in its address space",
                        ProcessCommands::mappings),
                LinuxWalker.layered(
                        "proc",
                        "file",
                        "given a task, the struct file of every file that it has open",
                        ProcessCommands::files));
    }

    private static void mappings(LinuxGuest guest, Walk walk) {
        LinuxTask task = Tasks.of(guest).at(walk.start().orElseThrow());
        if (task.memory() != 0) {
            MappingReader.of(guest).addresses(task.memory(), walk::deliver, walk::warn);
        }
    }

    private static void files(LinuxGuest guest, Walk walk) {
        LinuxTask task = Tasks.of(guest).at(walk.start().orElseThrow());
        TaskFiles.of(guest).forEach(task.address(), (_, _, file) -> walk.deliver(file), walk::warn);
    }
}

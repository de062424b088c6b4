package dev.xmdb.dcmds.linux.sync;

import dev.xmdb.dcmds.DeadlockRow;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.sync.KernelLock;
import dev.xmdb.target.guest.linux.sync.LockSurvey;
import java.util.List;

/** {@code ::locks}. */
final class LocksDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("locks")
            .summary("find who holds and who waits for locks, and deadlocks")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('d', "only locks that are part of a deadlock"))
            .option(OptionSpec.flag('v', "with where the owner of each lock is"))
            .description(
                    "Prints every lock that a task sleeps for, and those among the kernel's variables and of processes' memories that are held: mutex, rwsem "
                            + "(readers and a writer), rtmutex, sema. The kernel keeps no list of its locks: which one a task waits for is found by the record "
                            + "that it left on its stack. WTRS counts the tasks that sleep until they get the lock, CPU is the one that came last to wait for it "
                            + "without sleeping; the tasks are listed below the lock: (W) wants it for itself, (R) to read. Of readers a lock tells at most who "
                            + "came last.\n\nTasks that wait in a circle never wake up: their locks are marked \"deadlock\", and each circle is printed at the "
                            + "end as task -> lock -> task, where a task waits for the lock after it and the next one holds that.\n\nWith an address, only the "
                            + "lock there.")
            .example("::locks", "prints the locks that matter")
            .example("::locks -d | ::mutex", "prints the mutexes of deadlocks")
            .build();

    private LocksDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, LocksDcmd::run);
    }

    private static Status run(Invocation in) {
        LinuxGuest guest = LinuxKernel.of(in.target());
        Tasks tasks = Tasks.of(in);
        LockSurvey.Found found =
                in.loopState(LockSurvey.Found.class, () -> LockSurvey.of(guest, List.copyOf(tasks.all()), in.effort()));
        var rows = new LockRows(in, guest, tasks);
        if (in.hasAddress() && found.locks().stream().noneMatch(lock -> lock.address() == in.address())) {
            in.warn("no lock that a task waits for or holds was found at " + Long.toHexString(in.address())
                    + ": ::mutex, ::rwsem and ::sema print what is there");
            return Status.ERROR;
        }
        rows.header();
        for (KernelLock lock : found.locks()) {
            in.checkInterrupted();
            if ((!in.hasAddress() || lock.address() == in.address()) && (!in.has('d') || lock.deadlocked())) {
                rows.emit(lock, in.has('v'));
            }
        }
        if (!in.isPipeOutput() && !in.hasAddress()) {
            found.deadlocks().forEach(deadlock -> in.out().emit(DeadlockRow.of(deadlock, "tasks")));
        }
        return tasks.tell(in, in.isLoop() && !in.isLoopFirst() ? List.of() : found.faults());
    }
}

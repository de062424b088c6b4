package dev.xmdb.dcmds.linux.sync;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.sync.KernelLock;
import dev.xmdb.target.guest.linux.sync.LockReader;
import dev.xmdb.target.guest.linux.sync.WaitKind;
import java.util.ArrayList;

/** {@code ::mutex ::rwsem ::sema}. */
final class LockDcmd {
    private static final String COLUMNS =
            "The columns are those of ::locks, which finds the locks that tasks wait for.";

    private LockDcmd() {}

    static Dcmd mutex() {
        return new Declared(
                spec("mutex", "print a mutex: who holds it and who waits for it")
                        .description(
                                "Prints the mutex at an address: the task that holds it and those that wait for it, in the kernel's order. A word that leads to no "
                                        + "task is not that of a mutex, unless its owner has ended.\n\n" + COLUMNS)
                        .example("slab_mutex::mutex", "prints the lock of the list of slab caches")
                        .build(),
                in -> run(in, WaitKind.MUTEX));
    }

    static Dcmd rwsem() {
        return new Declared(
                spec("rwsem", "print a readers-writer semaphore and who waits for it")
                        .description(
                                "Prints who holds the lock: the task that writes, or how many read. Of readers only the one that came last is noted, and it may have "
                                        + "left since. Below stand the tasks that wait: (R) to read, (W) to write.\n\n"
                                        + COLUMNS)
                        .example("namespace_sem::rwsem", "prints the lock of the mount table")
                        .build(),
                in -> run(in, WaitKind.RWSEM));
    }

    static Dcmd semaphore() {
        return new Declared(
                spec("sema", "print a counting semaphore and who waits for it")
                        .description(
                                "Prints how many tasks may still take the semaphore and who waits for it. Since 6.16 some kernels note which task got it "
                                        + "last.\n\n" + COLUMNS)
                        .example("console_sem::sema", "prints the lock of the console")
                        .build(),
                in -> run(in, WaitKind.SEMAPHORE));
    }

    private static DcmdSpec.Builder spec(String name, String summary) {
        return DcmdSpec.named(name)
                .summary(summary)
                .address(AddressUse.REQUIRED)
                .guest(LinuxGuest.KIND)
                .option(OptionSpec.flag('f', "print it even if its bits are not those of a " + name))
                .option(OptionSpec.flag('v', "with where its owner is"));
    }

    private static Status run(Invocation in, WaitKind kind) {
        LinuxGuest guest = LinuxKernel.of(in.target());
        Tasks tasks = Tasks.of(in);
        var problems = new ArrayList<String>();
        var reader = new LockReader(guest, address -> tasks.find(address).isPresent(), problems::add);
        KernelLock lock = Reading.of(
                kind.word() + " at 0x" + Long.toHexString(in.address()), () -> reader.read(kind, in.address()));
        if (!in.has('f') && lock.owner() != 0 && !lock.ownerExists()) {
            throw new DcmdException(in.session().label(in.address()) + ": invalid " + kind.word() + ": "
                    + Long.toHexString(lock.owner()) + " is no task (-f to print anyway)");
        }
        var rows = new LockRows(in, guest, tasks);
        rows.header();
        rows.emit(lock, in.has('v'));
        return tasks.tell(in, problems);
    }
}

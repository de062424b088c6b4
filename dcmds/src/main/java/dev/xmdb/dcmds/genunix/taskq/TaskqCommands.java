package dev.xmdb.dcmds.genunix.taskq;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.taskq.Taskq;
import dev.xmdb.target.guest.solaris.taskq.TaskqEntry;
import dev.xmdb.target.guest.solaris.taskq.Taskqs;
import java.util.List;
import java.util.Optional;

/** What the module {@code genunix} has about task queues. */
public final class TaskqCommands {
    private static final Table ENTRIES =
            Table.of(Column.of("ENTRY", "%?p").pipes(), Column.of("ARG", "%?p"), Column.of("FUNCTION", "%a"));

    private static final DcmdSpec ENTRY = DcmdSpec.named("taskq_entry")
            .summary("print a task that waits in a task queue")
            .address(AddressUse.REQUIRED)
            .guest(SolarisGuest.KIND)
            .description(
                    "Given the address of a taskq_ent_t, prints the function that will be called and its argument.")
            .example("::walk taskq q | ::walk taskq_entry | ::taskq_entry", "prints every task that waits")
            .build();

    private TaskqCommands() {}

    /** Its dcmds. */
    public static List<Dcmd> dcmds() {
        return List.of(TaskqDcmd.DCMD, new Declared(ENTRY, TaskqCommands::entry));
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return List.of(
                new ListWalker("taskq", "task queues", AddressUse.NONE, TaskqCommands::walkQueues),
                new ListWalker(
                        "taskq_thread",
                        "threads of a task queue, or of all of them",
                        AddressUse.OPTIONAL,
                        TaskqCommands::walkThreads),
                new ListWalker(
                        "taskq_entry",
                        "tasks that wait in a task queue",
                        AddressUse.REQUIRED,
                        TaskqCommands::walkEntries));
    }

    private static Status entry(Invocation in) {
        Taskqs queues = Taskqs.of(SolarisKernel.of(in.target()));
        TaskqEntry entry =
                Reading.of("taskq_ent_t at " + Long.toHexString(in.address()), () -> queues.entry(in.address()));
        in.out().header(ENTRIES);
        in.out()
                .row(
                        ENTRIES,
                        new Value.Address(entry.address()),
                        new Value.Address(entry.argument()),
                        new Value.SymbolRef(
                                entry.function(), in.session().layout().symbol(entry.function())));
        return Status.OK;
    }

    private static Optional<String> walkQueues(SolarisGuest kernel, Walk walk) {
        Taskqs.Found found = Taskqs.of(kernel).find(walk.effort());
        for (Taskq queue : found.queues()) {
            if (!walk.deliver(queue.address())) {
                return Optional.empty();
            }
        }
        return found.fault();
    }

    private static Optional<String> walkThreads(SolarisGuest kernel, Walk walk) {
        Taskqs queues = Taskqs.of(kernel);
        long of = walk.start().orElse(0);
        return of == 0
                ? queues.threads(walk.effort(), walk::deliver)
                : queues.threadsOf(of, walk.effort(), walk::deliver);
    }

    private static Optional<String> walkEntries(SolarisGuest kernel, Walk walk) {
        return Optional.ofNullable(Taskqs.of(kernel)
                .entries(walk.start().orElseThrow(), walk::deliver)
                .fault());
    }
}

package dev.xmdb.dcmds.linux.sync;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.sync.QueueEntry;
import dev.xmdb.target.guest.linux.sync.TaskWait;
import dev.xmdb.target.guest.linux.sync.TaskWaits;
import dev.xmdb.target.guest.linux.sync.WaitQueues;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code ::waitq}. */
final class WaitqDcmd {
    private static final String FORMAT = "%-16s %-10s %16s %6s %-16s %-24s %s";

    private static final DcmdSpec SPEC = DcmdSpec.named("waitq")
            .summary("print what tasks wait for, and who waits in a queue")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('s', "the address is that of a struct swait_queue_head"))
            .description(
                    "Without an address, prints what each sleeping task waits for, as far as the record of its wait on its own stack tells: wait queues, "
                            + "completions, futexes (the address in the process), locks and timers. A task that waits for several things, as poll does, or until a "
                            + "time has passed, has a line for each. Threads of the kernel's own that sleep until they are woken by name wait for nothing.\n\n"
                            + "With the address of a task_struct, only what that waits for. With that of a struct wait_queue_head, who waits in it, in the order in "
                            + "which they are woken: with the function that is called for each; an entry that stands for no task has none.\n\n"
                            + "A pipe receives the tasks.")
            .example("::waitq", "what tasks wait for")
            .example("1::pid2proc | ::waitq", "what the first process waits for")
            .example("::waitq | ::findstack", "stacks of tasks that wait for something")
            .build();

    private final Invocation in;
    private final LinuxGuest guest;
    private final Tasks tasks;
    private final List<String> problems = new ArrayList<>();

    private WaitqDcmd(Invocation in) {
        this.in = in;
        this.guest = LinuxKernel.of(in.target());
        this.tasks = Tasks.of(in);
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new WaitqDcmd(in).run());
    }

    private Status run() {
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT, FORMAT, "ADDR", "KIND", "TASK", "PID", "NAME", "WOKEN BY", "OBJECT")));
        }
        if (in.hasAddress() && tasks.find(in.address()).isEmpty()) {
            queue(in.address());
        } else {
            tasks();
        }
        return tasks.tell(in, problems);
    }

    private void tasks() {
        List<LinuxTask> all = List.copyOf(tasks.all());
        var finder = in.loopState(TaskWaits.class, () -> new TaskWaits(guest, all, problems::add));
        List<LinuxTask> shown =
                in.hasAddress() ? tasks.find(in.address()).stream().toList() : all;
        var waits = new ArrayList<TaskWait>();
        int done = 0;
        for (LinuxTask task : shown) {
            in.checkInterrupted();
            in.progress("looking for waits", done++, shown.size());
            waits.addAll(finder.of(task));
        }
        if (!in.hasAddress()) {
            waits.sort(Comparator.comparing(TaskWait::kind));
        }
        waits.forEach(wait -> emit(wait.object(), wait.kind().word(), wait.task(), wait.function(), wait.record()));
    }

    private void queue(long head) {
        for (QueueEntry entry : WaitQueues.read(guest, head, in.has('s'), problems::add)) {
            in.checkInterrupted();
            emit(head, in.has('s') ? "swaitq" : "waitq", entry.task(), entry.function(), entry.address());
        }
    }

    private void emit(long object, String kind, long task, long function, long record) {
        String symbol = in.session().layout().symbol(object);
        String waker = function == 0 ? "-" : SingleLine.of(in.out().layout().label(function));
        String named = symbol == null || object >= 0 ? "-" : SingleLine.of(symbol);
        Value none = new Value.Absent();
        in.out()
                .emit(new Fields()
                        .add("addr", object == 0 ? none : new Value.SymbolRef(object, object < 0 ? symbol : null))
                        .text("kind", kind)
                        .add("task", task == 0 ? none : new Value.Address(task))
                        .add(
                                "pid",
                                tasks.find(task)
                                        .<Value>map(known -> new Value.Quantity(known.pid()))
                                        .orElse(none))
                        .text("name", task == 0 ? "" : tasks.name(task))
                        .add(
                                "woken_by",
                                function == 0
                                        ? none
                                        : new Value.SymbolRef(
                                                function, in.out().layout().symbol(function)))
                        .add("object", named.equals("-") ? none : new Value.Text(String.valueOf(symbol)))
                        .address("record", record)
                        .row(
                                String.format(
                                        Locale.ROOT,
                                        FORMAT,
                                        object == 0 ? "?" : String.format(Locale.ROOT, "%016x", object),
                                        kind,
                                        task == 0 ? "-" : Long.toHexString(task),
                                        task == 0 ? "-" : tasks.pid(task),
                                        task == 0 ? "-" : tasks.name(task),
                                        waker,
                                        named),
                                task == 0 ? record : task));
    }
}

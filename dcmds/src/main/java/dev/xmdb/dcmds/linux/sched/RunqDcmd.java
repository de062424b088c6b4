package dev.xmdb.dcmds.linux.sched;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.sched.QueuedTask;
import dev.xmdb.target.guest.linux.sched.RunQueue;
import dev.xmdb.target.guest.linux.sched.RunQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code ::runq}. */
final class RunqDcmd {
    private static final long BILLION = 1_000_000_000L;

    private static final DcmdSpec SPEC = DcmdSpec.named("runq")
            .summary("print run queues: what CPUs run and what waits for them")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('w', "only tasks that wait"))
            .description(
                    "Prints the run queue of every CPU, or of the one whose number or struct rq is given: how many tasks run or wait, how often the CPU went "
                            + "from one to another, and the queue's clock in seconds. Below it stands the task that the CPU runs, marked >, and those that wait "
                            + "for it, those first that have precedence: class (stop, dl with a deadline, rt real time, fair, ext of a BPF scheduler, idle), "
                            + "priority as the kernel counts it (a low number goes first), and for how many seconds it has run or waited; - where the kernel "
                            + "did not note that. GROUP is its struct task_group where that is not the outermost one.\n\n"
                            + "A task marked d sleeps already and was left on the queue until its turn comes.\n\n"
                            + "A pipe receives the tasks.")
            .example("::runq", "every run queue")
            .example("0::runq", "that of CPU 0")
            .example("::runq -w | ::ps", "processes that wait for a CPU")
            .build();

    private final Invocation in;
    private final Tasks tasks;
    private final List<String> problems = new ArrayList<>();

    private RunqDcmd(Invocation in) {
        this.in = in;
        this.tasks = Tasks.of(in);
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new RunqDcmd(in).run());
    }

    private Status run() {
        List<RunQueue> queues =
                RunQueues.read(LinuxKernel.of(in.target()), in.target().vcpus(), problems::add);
        for (RunQueue queue : in.hasAddress() ? List.of(chosen(queues)) : queues) {
            show(queue);
        }
        return tasks.tell(in, problems);
    }

    private RunQueue chosen(List<RunQueue> queues) {
        return queues.stream()
                .filter(queue -> queue.cpu().id() == in.address() || queue.cpu().queue() == in.address())
                .findFirst()
                .orElseThrow(() -> new DcmdException(
                        Long.toHexString(in.address()) + " is neither the number of a CPU nor the address of its rq"));
    }

    private void show(RunQueue queue) {
        List<QueuedTask> shown = queue.tasks().stream()
                .filter(task -> !in.has('w') || (!task.running() && !task.delayed()))
                .toList();
        if (!in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "CPU %d: rq %016x %d runnable, %d switches, clock %s%s",
                            queue.cpu().id(),
                            queue.cpu().queue(),
                            queue.cpu().runnable(),
                            queue.switches(),
                            seconds(queue.clock()),
                            queue.cpu().online() ? "" : ", offline")));
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "  %-5s %3s %12s %-16s %6s %-16s %s",
                            "CLASS",
                            "PRI",
                            "TIME",
                            "TASK",
                            "PID",
                            "NAME",
                            "GROUP")));
        }
        for (QueuedTask task : shown) {
            in.checkInterrupted();
            in.out().emit(row(queue, task));
        }
    }

    private Emission.Row row(RunQueue queue, QueuedTask task) {
        String name = tasks.name(task.task());
        String text = String.format(
                Locale.ROOT,
                "%s %-5s %3d %12s %016x %6s %-16s %s",
                task.running() ? ">" : task.delayed() ? "d" : " ",
                task.kind().word(),
                task.priority(),
                task.since() < 0 ? "-" : seconds(task.since()),
                task.task(),
                tasks.pid(task.task()),
                name,
                task.group() == 0 ? "-" : Long.toHexString(task.group()));
        Value unknown = new Value.Absent();
        return new Fields()
                .quantity("cpu", queue.cpu().id())
                .address("rq", queue.cpu().queue())
                .text("class", task.kind().word())
                .quantity("pri", task.priority())
                .truth("running", task.running())
                .truth("delayed", task.delayed())
                .add("time", task.since() < 0 ? unknown : new Value.Text(seconds(task.since())))
                .add("nanoseconds", task.since() < 0 ? unknown : new Value.Quantity(task.since()))
                .address("task", task.task())
                .add(
                        "pid",
                        tasks.find(task.task())
                                .<Value>map(known -> new Value.Quantity(known.pid()))
                                .orElse(unknown))
                .text("name", name)
                .add("group", task.group() == 0 ? unknown : new Value.Address(task.group()))
                .quantity("vruntime", task.virtualTime())
                .quantity("deadline", task.deadline())
                .row(text, task.task());
    }

    private static String seconds(long nanoseconds) {
        return String.format(Locale.ROOT, "%d.%06d", nanoseconds / BILLION, Math.floorMod(nanoseconds, BILLION) / 1000);
    }
}

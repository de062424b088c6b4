package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.StackListing;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.task.TaskDetails;
import dev.xmdb.target.guest.linux.thread.TaskStack;
import dev.xmdb.target.stack.StackFrame;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code ::threadlist}. */
final class ThreadListDcmd {
    /** Names of the kernel's own threads may be longer than a process'. */
    private static final String NAME = "%-25s";

    private static final DcmdSpec SPEC = DcmdSpec.named("threadlist")
            .summary("print threads")
            .address(AddressUse.OPTIONAL)
            .operands("[count]")
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('t', "leave out threads that work for work queues, or wait for such work"))
            .option(OptionSpec.flag('v', "with scheduling class, priority, what it waits in, and the stack"))
            .description(
                    "Prints a line for every thread, the CPUs' idle tasks among them, or for the one whose task_struct is at an address: that address, its number and its "
                            + "process', the CPU that it runs or last ran on, its state, its name, and where it is: the innermost function on its stack that is "
                            + "not the scheduler's. > marks what a CPU runs; <user> stands for user mode.\n\n"
                            + "With -v there are its scheduling class (TS FF RR B IDL DLN, as ps has them) and its priority (as in /proc: 20 and the nice "
                            + "value, or below 0) in place of its name, and the function that it waits in. Lines below tell where its stack "
                            + "begins, and the process' arguments (CMD), or the function that a thread of the kernel's own began with (THREAD), or its name when "
                            + "it works for work queues (TASKQ); then the stack as ::findstack prints it, of at most count functions when a count is given.")
            .example("::threadlist", "every thread")
            .example("::threadlist -t", "without those that work for work queues")
            .example("init_task::threadlist -v 4", "the first CPU's idle task with four functions of its stack")
            .build();

    private ThreadListDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, ThreadListDcmd::run);
    }

    private static Status run(Invocation in) {
        if (in.arguments().size() > (in.has('v') ? 1 : 0)) {
            return Status.USAGE;
        }
        long most = in.arguments().isEmpty()
                ? Long.MAX_VALUE
                : in.value(in.arguments().getFirst()) & Long.MAX_VALUE;
        Tasks tasks = Tasks.withCpus(in);
        StackReport report = StackReport.of(in);
        if ((!in.isLoop() || in.isLoopFirst()) && !in.isPipeOutput()) {
            String columns = in.has('v')
                    ? String.format(Locale.ROOT, "CLS PRI %20s", "WCHAN")
                    : String.format(Locale.ROOT, NAME + " PC", "CMD");
            in.out()
                    .emit(new Emission.Header(
                            String.format(Locale.ROOT, "  %16s    PID   TGID CPU S ", "ADDR") + columns));
        }
        List<LinuxTask> shown = in.hasAddress() ? List.of(tasks.at(in.address())) : tasks.all();
        for (LinuxTask task : shown) {
            in.checkInterrupted();
            if (!in.has('t') || !worksForQueues(task)) {
                show(in, report, task, most);
            }
        }
        return tasks.tell(in);
    }

    private static boolean worksForQueues(LinuxTask task) {
        return task.kernelThread() && (task.worker() || task.state().letter() == 'I');
    }

    private static void show(Invocation in, StackReport report, LinuxTask task, long most) {
        Layout layout = in.out().layout();
        TaskStack stack = report.stacks().of(task);
        boolean runs = report.stacks().cpuOf(task).isPresent();
        String line = String.format(
                Locale.ROOT,
                "%c %016x %6d %6d %3d %c ",
                runs ? '>' : ' ',
                task.address(),
                task.pid(),
                task.tgid(),
                task.cpu(),
                task.state().letter());
        var fields = new Fields()
                .truth("running", runs)
                .address("addr", task.address())
                .quantity("pid", task.pid())
                .quantity("tgid", task.tgid())
                .quantity("cpu", task.cpu())
                .text("s", String.valueOf(task.state().letter()))
                .text("cmd", TaskName.of(task))
                .text("name", task.name())
                .truth("kernel", task.kernelThread());
        if (!in.has('v')) {
            Optional<StackFrame> place = report.place(stack);
            String where = place(layout, stack, place);
            place.ifPresent(frame -> fields.add("pc", new Value.SymbolRef(frame.pc(), where)));
            in.out()
                    .emit(fields.row(
                            line + String.format(Locale.ROOT, NAME + " %s", TaskName.of(task), where), task.address()));
            return;
        }
        in.out().emit(fields.row(line + verbose(in, report, task, stack, most, fields), task.address()));
        // A thread without a stack is told of and does not make the list of all a failed one.
        StackReport.failure(task, stack).ifPresent(in::warn);
    }

    private static String place(Layout layout, TaskStack stack, Optional<StackFrame> place) {
        return place.map(frame -> StackListing.label(layout, frame))
                .orElse(stack.origin() == TaskStack.Origin.USER_MODE ? "<user>" : "-");
    }

    private static String verbose(
            Invocation in, StackReport report, LinuxTask task, TaskStack stack, long most, Fields fields) {
        Layout layout = in.out().layout();
        TaskDetails details = LinuxKernel.of(in.target()).taskDetails();
        OptionalLong priority = details.priority(task);
        String wait = task.state().letter() == 'R' ? "-" : report.wait(stack);
        Optional<StackFrame> first = stack.frames().stream().findFirst();
        String where = place(layout, stack, first);
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%3s %3s %20s",
                details.policy(task),
                priority.isPresent() ? Long.toString(priority.getAsLong()) : "?",
                wait));
        String described = described(in, details, task);
        text.append("\n  PC: ").append(where).append("    ").append(described);
        fields.text("what", described).text("end", stack.reason());
        // Below the line that names the thread and the one with its stack pointer.
        report.lines(task, stack, false, false).stream()
                .limit(most == Long.MAX_VALUE ? most : most + 1)
                .forEach(each -> text.append("\n  ").append(each));
        fields.text("cls", details.policy(task))
                .add("wchan", wait.equals("-") ? new Value.Absent() : new Value.Text(wait));
        priority.ifPresent(number -> fields.quantity("pri", number));
        first.ifPresent(frame -> fields.add("pc", new Value.SymbolRef(frame.pc(), where)));
        fields.address("sp", stack.sp())
                .add("stack", StackListing.functions(layout, stack.frames()))
                .add("frames", StackListing.frames(layout, stack.frames()));
        return text.append('\n').toString();
    }

    private static String described(Invocation in, TaskDetails details, LinuxTask task) {
        if (task.worker()) {
            return "TASKQ: " + TaskName.of(task);
        }
        if (!task.kernelThread()) {
            return "CMD: " + new ProcessArguments(in.target()).of(task).orElseGet(() -> TaskName.of(task));
        }
        OptionalLong function = details.threadFunction(task);
        return function.isPresent() && function.getAsLong() != 0
                ? "THREAD: " + in.out().layout().label(function.getAsLong()) + "()"
                : "THREAD: " + TaskName.of(task);
    }
}

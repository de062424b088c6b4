package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
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
import dev.xmdb.target.guest.linux.thread.TaskStack;
import dev.xmdb.target.stack.StackFrame;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::threadlist}. */
final class ThreadListDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("threadlist")
            .summary("print threads")
            .address(AddressUse.OPTIONAL)
            .operands("[count]")
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('t', "leave out threads that work for work queues, or wait for such work"))
            .option(OptionSpec.flag('v', "with the stack"))
            .description(
                    "Prints a line for every thread, the CPUs' idle tasks among them, or for the one at an address: its task_struct, its number and its "
                            + "process', the CPU that it runs or last ran on, its state, its name, and where it is: the innermost function on its stack that is "
                            + "not the scheduler's. > marks what a CPU runs; <user> stands for user mode.\n\n"
                            + "With -v, its stack follows as ::findstack prints it, of at most count functions when a count is given.")
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
        Tasks tasks = Tasks.of(in);
        StackReport report = StackReport.of(in);
        if ((!in.isLoop() || in.isLoopFirst()) && !in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(
                            String.format(Locale.ROOT, "  %16s    PID   TGID CPU S %-16s PC", "ADDR", "CMD")));
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
        Optional<StackFrame> place = report.place(stack);
        boolean runs = report.stacks().cpuOf(task).isPresent();
        String where = place.map(frame -> StackListing.label(layout, frame))
                .orElse(stack.origin() == TaskStack.Origin.USER_MODE ? "<user>" : "-");
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%c %016x %6d %6d %3d %c %-16s %s",
                runs ? '>' : ' ',
                task.address(),
                task.pid(),
                task.tgid(),
                task.cpu(),
                task.state().letter(),
                TaskName.of(task),
                where));
        var fields = new Fields()
                .truth("running", runs)
                .address("addr", task.address())
                .quantity("pid", task.pid())
                .quantity("tgid", task.tgid())
                .quantity("cpu", task.cpu())
                .text("s", String.valueOf(task.state().letter()))
                .text("cmd", TaskName.of(task));
        place.ifPresent(frame -> fields.add("pc", new Value.SymbolRef(frame.pc(), where)));
        if (in.has('v')) {
            // Below the line that names the thread and the one with its stack pointer.
            report.lines(task, stack, false, false).stream()
                    .limit(most == Long.MAX_VALUE ? most : most + 1)
                    .forEach(line -> text.append("\n  ").append(line));
            text.append('\n');
            fields.address("sp", stack.sp()).add("stack", StackListing.functions(layout, stack.frames()));
        }
        in.out().emit(fields.row(text.toString(), task.address()));
        // A thread without a stack is told of and does not make the list of all a failed one.
        if (in.has('v')) {
            StackReport.failure(task, stack).ifPresent(in::warn);
        }
    }
}

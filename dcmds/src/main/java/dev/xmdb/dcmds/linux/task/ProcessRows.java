package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.thread.TaskStacks;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import java.util.Locale;
import java.util.OptionalLong;

/** The rows that {@code ::ps} and {@code ::pgrep} print. */
final class ProcessRows {
    private final Invocation in;
    private final LinuxGuest guest;
    private final TaskStacks running;
    private final boolean arguments;

    ProcessRows(Invocation in, boolean arguments) {
        this.in = in;
        this.guest = LinuxKernel.of(in.target());
        this.running = in.loopState(
                TaskStacks.class, () -> TaskStacks.of(guest, in.target().vcpus()));
        this.arguments = arguments;
    }

    void header() {
        if ((!in.isLoop() || in.isLoopFirst()) && !in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(
                            String.format(Locale.ROOT, "  S    PID   PPID CPU    UID      FLAGS %16s NAME", "ADDR")));
        }
    }

    /** Whether a CPU runs a task. */
    boolean runs(LinuxTask task) {
        return running.cpuOf(task).isPresent();
    }

    void emit(LinuxTask task) {
        OptionalLong uid = uid(task);
        String name = name(task);
        String text = String.format(
                Locale.ROOT,
                "%c %c %6d %6d %3d %6s 0x%08x %016x %s",
                runs(task) ? '>' : ' ',
                task.state().letter(),
                task.pid(),
                task.parent(),
                task.cpu(),
                uid.isPresent() ? Long.toString(uid.getAsLong()) : "?",
                task.flags(),
                task.address(),
                name);
        var fields = new Fields()
                .truth("running", runs(task))
                .text("s", String.valueOf(task.state().letter()))
                .quantity("pid", task.pid())
                .quantity("ppid", task.parent())
                .quantity("cpu", task.cpu());
        uid.ifPresent(number -> fields.quantity("uid", number));
        in.out()
                .emit(fields.address("flags", task.flags())
                        .address("addr", task.address())
                        .text("name", name)
                        .truth("kernel", task.kernelThread())
                        .row(text, task.address()));
    }

    /** A line for one thread of a process. */
    void thread(LinuxTask task) {
        StateWord state = StateWord.of(task.state().letter(), runs(task));
        in.out()
                .emit(new Fields()
                        .address("thread", task.address())
                        .text("state", state.name())
                        .quantity("tid", task.pid())
                        .text("name", SingleLine.of(task.name()))
                        .row(String.format(
                                Locale.ROOT,
                                "\tT  %016x <%s> %d %s",
                                task.address(),
                                state,
                                task.pid(),
                                SingleLine.of(task.name()))));
    }

    private String name(LinuxTask task) {
        String shown = TaskName.of(task);
        return arguments ? new ProcessArguments(in.target()).of(task).orElse(shown) : shown;
    }

    private OptionalLong uid(LinuxTask task) {
        try {
            StructLayout layout = guest.types().layout("struct task_struct");
            long credentials = layout.at(guest.memory(), task.address()).number("cred");
            return OptionalLong.of(guest.types()
                    .layout("struct cred")
                    .at(guest.memory(), credentials)
                    .number("uid.val"));
        } catch (MemoryFaultException | TypeDataException notThere) {
            return OptionalLong.empty();
        }
    }
}

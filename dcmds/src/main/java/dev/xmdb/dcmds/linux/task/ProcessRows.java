package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.thread.TaskStacks;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The rows that {@code ::ps} and {@code ::pgrep} print. */
final class ProcessRows {
    private final Invocation in;
    private final LinuxGuest guest;
    private final TaskStacks running;
    private final boolean arguments;
    private final boolean namespaces;

    /**
     * Rows for an invocation.
     *
     * @param arguments with the arguments of a process in place of its name
     * @param namespaces with its numbers in the namespaces that it is in
     */
    ProcessRows(Invocation in, boolean arguments, boolean namespaces) {
        this.in = in;
        this.guest = LinuxKernel.of(in.target());
        this.running = TaskStacks.of(guest, in.target().vcpus());
        this.arguments = arguments;
        this.namespaces = namespaces;
    }

    void header() {
        if ((!in.isLoop() || in.isLoopFirst()) && !in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(
                            String.format(Locale.ROOT, "  S    PID   PPID CPU    UID      FLAGS %16s ", "ADDR")
                                    + (namespaces ? String.format(Locale.ROOT, "%-12s ", "NSPIDS") : "")
                                    + "NAME"));
        }
    }

    /** Whether a CPU runs a task. */
    boolean runs(LinuxTask task) {
        return running.cpuOf(task).isPresent();
    }

    void emit(LinuxTask task) {
        OptionalLong uid = guest.taskDetails().user(task);
        String name = name(task);
        List<Long> inNamespaces = namespaces ? guest.taskDetails().namespaceNumbers(task) : List.of();
        String numbers = inNamespaces.stream().map(String::valueOf).collect(Collectors.joining(","));
        if (namespaces && numbers.isEmpty()) {
            numbers = "-";
        }
        String text = String.format(
                Locale.ROOT,
                "%c %c %6d %6d %3d %6s 0x%08x %016x %s%s",
                runs(task) ? '>' : ' ',
                task.state().letter(),
                task.pid(),
                task.parent(),
                task.cpu(),
                uid.isPresent() ? Long.toString(uid.getAsLong()) : "?",
                task.flags(),
                task.address(),
                numbers.isEmpty() ? "" : String.format(Locale.ROOT, "%-12s ", numbers),
                name);
        var fields = new Fields()
                .truth("running", runs(task))
                .text("s", String.valueOf(task.state().letter()))
                .quantity("pid", task.pid())
                .quantity("ppid", task.parent())
                .quantity("cpu", task.cpu());
        uid.ifPresent(number -> fields.quantity("uid", number));
        if (namespaces) {
            fields.add(
                    "nspids",
                    new Value.Many(inNamespaces.stream()
                            .<Value>map(Value.Quantity::new)
                            .toList()));
        }
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
                        .row(
                                String.format(
                                        Locale.ROOT,
                                        "\tT  %016x <%s> %d %s",
                                        task.address(),
                                        state,
                                        task.pid(),
                                        SingleLine.of(task.name())),
                                task.address()));
    }

    private String name(LinuxTask task) {
        String shown = TaskName.of(task);
        return arguments ? new ProcessArguments(in.target()).of(task).orElse(shown) : shown;
    }
}

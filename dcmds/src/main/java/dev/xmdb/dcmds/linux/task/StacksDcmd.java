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
import dev.xmdb.target.guest.linux.thread.TaskGroup;
import dev.xmdb.target.guest.linux.thread.TaskGroups;
import dev.xmdb.target.guest.linux.thread.TaskStack;
import dev.xmdb.target.guest.linux.thread.TaskStacks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** {@code ::stacks}. */
final class StacksDcmd {
    private static final int INDENT = 17;

    private static final DcmdSpec SPEC = DcmdSpec.named("stacks")
            .summary("print the stacks of threads, those that are alike together")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .gathersPipe()
            .option(OptionSpec.flag('a', "list every thread of a group, with its number and name"))
            .option(
                    OptionSpec.flag(
                            'i',
                            "only what is interesting: no idle CPUs, and no thread that sleeps, is without work, set aside or has ended"))
            .option(OptionSpec.string('c', "func", "only stacks with a call from func, or from func+offset"))
            .option(OptionSpec.string('C', "func", "only stacks without one"))
            .option(OptionSpec.string('m', "mod", "only stacks with a call from the module"))
            .option(OptionSpec.string('M', "mod", "only stacks without one"))
            .option(OptionSpec.string('t', "state", "only threads in this state"))
            .option(OptionSpec.string('T', "state", "only threads that are not"))
            .description(
                    "Prints groups of threads that are in the same state and have the same return addresses on their stacks: one of them, how many there "
                            + "are, and the stack. The largest group comes first.\n\n"
                            + "With an address, only the group of that thread is printed; with threads from a pipe, only these threads count. An option "
                            + "may be given more than once: one of its arguments must then fit. A thread that runs is taken from the registers of its vCPU, as "
                            + "by ::findstack.\n\n"
                            + "States: onproc run sleep disk stopped traced dead zombie parked idle, the kernel's letters for them (R S D T t X Z P I), or user "
                            + "for what a CPU runs in user mode.")
            .example("::stacks", "every group")
            .example("::stacks -i", "what runs, could run, or waits for a disk")
            .example("::stacks -c kthread -T idle", "threads of the kernel's own that do something")
            .build();

    private final Invocation in;
    private final LinuxGuest guest;
    private final Layout layout;

    private StacksDcmd(Invocation in) {
        this.in = in;
        this.guest = LinuxKernel.of(in.target());
        this.layout = in.out().layout();
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new StacksDcmd(in).run());
    }

    private Status run() {
        Predicate<TaskGroup> filter = StackFilter.of(in, guest);
        Tasks tasks = Tasks.of(in);
        Set<Long> wanted =
                new HashSet<>(in.isPipeInput() ? in.piped() : in.hasAddress() ? List.of(in.address()) : List.of());
        List<TaskGroup> groups =
                TaskGroups.of(tasks.all(), TaskStacks.of(guest, in.target().vcpus()), in.effort());
        if (!in.has('a')) {
            header();
        }
        for (TaskGroup group : groups) {
            in.checkInterrupted();
            List<LinuxTask> matching = group.tasks().stream()
                    .filter(task -> wanted.contains(task.address()))
                    .toList();
            if ((wanted.isEmpty() || !matching.isEmpty()) && filter.test(group)) {
                emit(group, in.isPipeInput() ? matching : group.tasks());
            }
        }
        Status status = tasks.tell(in);
        for (long thread : wanted.stream().sorted(Long::compareUnsigned).toList()) {
            if (!tasks.has(thread)) {
                in.warn("stacks: " + Long.toHexString(thread) + " not in thread list");
                status = Status.ERROR;
            }
        }
        return status;
    }

    private void header() {
        if (!in.isPipeOutput()) {
            in.out().emit(new Emission.Header(line("THREAD", "STATE", "COUNT")));
        }
    }

    private static String line(String thread, String state, String count) {
        return String.format(Locale.ROOT, "%-16s %-8s %8s", thread, state, count);
    }

    private void emit(TaskGroup group, List<LinuxTask> shown) {
        List<LinuxTask> listed = in.has('a') ? shown : shown.subList(0, 1);
        if (in.isPipeOutput()) {
            for (LinuxTask task : listed) {
                in.out().emit(new Emission.Row(List.of(), Long.toHexString(task.address()), task.address()));
            }
            return;
        }
        if (in.has('a')) {
            header();
        }
        String state = StateWord.of(group.state(), group.running()).name();
        var lines = new ArrayList<String>();
        for (LinuxTask task : listed) {
            String count = lines.isEmpty() ? Integer.toString(shown.size()) : "-";
            lines.add(line(Long.toHexString(task.address()), state, count)
                    + (in.has('a') ? " " + task.pid() + " " + TaskName.of(task) : ""));
        }
        stack(group.stack()).forEach(line -> lines.add(" ".repeat(INDENT) + line));
        in.out()
                .emit(new Fields()
                        .address("thread", shown.getFirst().address())
                        .text("state", state)
                        .quantity("count", shown.size())
                        .add(
                                "threads",
                                new Value.Many(shown.stream()
                                        .<Value>map(task -> new Value.Address(task.address()))
                                        .toList()))
                        .texts("names", shown.stream().map(TaskName::of).toList())
                        .add(
                                "stack",
                                StackListing.functions(layout, group.stack().frames()))
                        .row(String.join("\n", lines) + "\n", shown.getFirst().address()));
    }

    private List<String> stack(TaskStack stack) {
        var lines = new ArrayList<String>();
        stack.frames().forEach(frame -> lines.add(StackListing.label(layout, frame)));
        if (!stack.sound() || stack.frames().isEmpty()) {
            lines.add("<" + stack.reason() + ">");
        }
        return lines;
    }
}

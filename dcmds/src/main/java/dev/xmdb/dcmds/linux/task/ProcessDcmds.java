package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.pattern.ExtendedPattern;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code ::pgrep ::pid2proc ::ptree}. */
final class ProcessDcmds {
    private static final int INDENT = 5;
    private static final int DEEPEST = 4096;
    private static final Line FOUND = Line.of("%p", "proc").pipes("proc");

    private static final DcmdSpec PGREP = DcmdSpec.named("pgrep")
            .summary("find processes by the names of their programs")
            .operands("regex")
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('x', "all of the name must match"))
            .option(OptionSpec.flag('n', "only the one that was started last"))
            .option(OptionSpec.flag('o', "only the one that was started first"))
            .description(
                    "Prints the rows of ::ps for the processes whose name an extended regular expression matches; threads of the kernel's own have a name "
                            + "without brackets here. Not more than one of -n and -o may be given.")
            .example("::pgrep -x kthreadd", "the thread that makes the kernel's own threads")
            .example("::pgrep '^rcu' | ::findstack", "the stacks of those whose name begins with rcu")
            .build();

    private static final DcmdSpec PID2PROC = DcmdSpec.named("pid2proc")
            .summary("print the process with a number")
            .address(AddressUse.REQUIRED)
            .guest(LinuxGuest.KIND)
            .description(
                    "Prints the address of the task_struct of the process or thread whose number is given as an address: 0t100 is a hundred, 100 is one in "
                            + "the default radix, which is 16 at first.")
            .example("0t1::pid2proc", "the first process")
            .example("1::pid2proc | ::ps -f", "the same, with its arguments")
            .build();

    private static final DcmdSpec PTREE = DcmdSpec.named("ptree")
            .summary("print the tree of processes")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .description(
                    "Prints every process under its parent, or the one whose task_struct is at an address with those that it descends from and those that descend from it.")
            .example("::ptree", "all processes")
            .example("1::pid2proc | ::ptree", "the first process and its children")
            .build();

    private ProcessDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(PGREP, ProcessDcmds::pgrep),
                new Declared(PID2PROC, ProcessDcmds::find),
                new Declared(PTREE, in -> new Tree(in).print()));
    }

    private static Status pgrep(Invocation in) {
        if (in.arguments().size() != 1
                || !(in.arguments().getFirst() instanceof DcmdArgument.Word(String text))
                || (in.has('n') && in.has('o'))) {
            return Status.USAGE;
        }
        ExtendedPattern pattern = ExtendedPattern.of(text);
        Tasks tasks = Tasks.withCpus(in);
        List<LinuxTask> found = tasks.leaders().stream()
                .filter(task -> in.has('x') ? pattern.matches(task.name()) : pattern.find(task.name()))
                .toList();
        if (in.has('n') || in.has('o')) {
            LinuxGuest guest = LinuxKernel.of(in.target());
            Comparator<LinuxTask> byStart = Comparator.comparingLong(
                    task -> guest.taskDetails().startTime(task).orElse(0));
            found = (in.has('o') ? found.stream().min(byStart) : found.stream().max(byStart))
                    .stream().toList();
        }
        var rows = new ProcessRows(in, false, false);
        if (!found.isEmpty()) {
            rows.header();
        }
        found.forEach(rows::emit);
        return tasks.tell(in);
    }

    private static Status find(Invocation in) {
        int pid = (int) in.address();
        Tasks tasks = Tasks.withCpus(in);
        LinuxTask found = tasks.all().stream()
                .filter(task -> task.pid() == pid)
                .findFirst()
                .orElseThrow(() -> {
                    tasks.tell(in);
                    return new DcmdException("PID 0t" + pid + " not found");
                });
        in.out().line(FOUND, new Value.Address(found.address()));
        return Status.OK;
    }

    /** One printing of the tree. */
    private static final class Tree {
        private final Invocation in;
        private final Tasks tasks;
        private final Map<Long, LinuxTask> byNumber = new HashMap<>();
        private final Map<Long, List<LinuxTask>> children = new HashMap<>();
        private final Set<LinuxTask> printed = new HashSet<>();

        Tree(Invocation in) {
            this.in = in;
            this.tasks = Tasks.withCpus(in);
            for (LinuxTask task : tasks.leaders()) {
                byNumber.putIfAbsent(task.pid(), task);
                if (!isRoot(task)) {
                    children.computeIfAbsent(task.parent(), _ -> new ArrayList<>())
                            .add(task);
                }
            }
        }

        private static boolean isRoot(LinuxTask task) {
            return task.pid() == 0 || task.parent() == task.pid();
        }

        Status print() {
            if (in.hasAddress()) {
                LinuxTask task = tasks.at(in.address());
                below(task, above(byNumber.getOrDefault(task.tgid(), task), new HashSet<>()));
                return tasks.tell(in);
            }
            tasks.leaders().stream().filter(Tree::isRoot).forEach(task -> below(task, 0));
            // Whose parent is not there, or who are their own ancestors, are roots too.
            tasks.leaders().stream()
                    .filter(task -> !byNumber.containsKey(task.parent()))
                    .forEach(task -> below(task, 0));
            tasks.leaders().forEach(task -> below(task, 0));
            return tasks.tell(in);
        }

        /** Prints whom a task descends from, and gives its depth. */
        private int above(LinuxTask task, Set<LinuxTask> seen) {
            LinuxTask parent = isRoot(task) ? null : byNumber.get(task.parent());
            if (parent == null || !seen.add(task) || seen.size() > DEEPEST) {
                return 0;
            }
            int depth = above(parent, seen);
            emit(parent, depth);
            return depth + 1;
        }

        private void below(LinuxTask task, int depth) {
            in.checkInterrupted();
            if (depth > DEEPEST || !printed.add(task)) {
                return;
            }
            emit(task, depth);
            if (task.equals(byNumber.get(task.pid()))) {
                children.getOrDefault(task.pid(), List.of()).forEach(child -> below(child, depth + 1));
            }
        }

        private void emit(LinuxTask task, int depth) {
            String name = TaskName.of(task);
            in.out()
                    .emit(new Fields()
                            .address("addr", task.address())
                            .quantity("depth", depth)
                            .quantity("pid", task.pid())
                            .text("name", name)
                            .row(
                                    " ".repeat(INDENT * depth)
                                            + String.format(Locale.ROOT, "%016x  %s", task.address(), name),
                                    task.address()));
        }
    }
}

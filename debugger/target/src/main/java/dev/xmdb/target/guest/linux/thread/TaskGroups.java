package dev.xmdb.target.guest.linux.thread;

import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.symbols.Symbols.SymbolHit;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All tasks of a guest, those together that are in the same state and have the same return addresses on their stacks. */
public final class TaskGroups {
    private static final String MODULE_END = "`";

    private final List<TaskGroup> groups;
    private final List<String> problems;

    /** What tasks of a group have in common. */
    private record Likeness(
            char state, boolean running, WaitObject object, TaskStack.Origin origin, String reason, List<Long> code) {}

    private TaskGroups(LinuxGuest guest, List<Vcpu> vcpus, Effort effort) {
        List<String> faults = new ArrayList<>();
        List<LinuxTask> tasks = guest.tasks(faults::add);
        TaskStacks stacks = TaskStacks.of(guest, vcpus);
        faults.addAll(stacks.problems());
        this.problems = List.copyOf(faults);
        this.groups = grouped(guest, tasks, stacks, effort);
    }

    /**
     * The groups of a guest; gathered once and kept.
     *
     * @param vcpus the image's
     * @param effort is told of progress
     */
    public static TaskGroups of(LinuxGuest guest, List<Vcpu> vcpus, Effort effort) {
        return guest.kept(TaskGroups.class, () -> new TaskGroups(guest, vcpus, effort));
    }

    /** The groups, the largest first. */
    public List<TaskGroup> all() {
        return groups;
    }

    /** What kept tasks from being read, one sentence each. */
    public List<String> problems() {
        return problems;
    }

    private static List<TaskGroup> grouped(LinuxGuest guest, List<LinuxTask> tasks, TaskStacks stacks, Effort effort) {
        Map<Likeness, TaskStack> firsts = new LinkedHashMap<>();
        Map<Likeness, List<LinuxTask>> members = new LinkedHashMap<>();
        int done = 0;
        for (LinuxTask task : tasks) {
            effort.advance("following stacks", done++, tasks.size());
            TaskStack stack = stacks.of(task);
            boolean running = stacks.cpuOf(task).isPresent();
            var likeness = new Likeness(
                    task.state().letter(),
                    running,
                    running || task.state().letter() == 'R' ? WaitObject.NONE : object(guest, stack),
                    stack.origin(),
                    stack.sound() ? "" : "damaged",
                    stack.frames().stream().map(StackFrame::pc).toList());
            firsts.putIfAbsent(likeness, stack);
            members.computeIfAbsent(likeness, _ -> new ArrayList<>()).add(task);
        }
        List<TaskGroup> groups = new ArrayList<>();
        members.forEach((likeness, alike) -> groups.add(
                new TaskGroup(likeness.state(), likeness.running(), likeness.object(), firsts.get(likeness), alike)));
        groups.sort(Comparator.comparingInt((TaskGroup group) -> -group.tasks().size()));
        return List.copyOf(groups);
    }

    private static WaitObject object(LinuxGuest guest, TaskStack stack) {
        return WaitObject.of(stack.frames().stream()
                .map(frame -> guest.symbols().at(frame.codeAddress()))
                .flatMap(Optional::stream)
                .map(SymbolHit::name)
                .map(name -> name.substring(name.indexOf(MODULE_END) + 1))
                .toList());
    }
}

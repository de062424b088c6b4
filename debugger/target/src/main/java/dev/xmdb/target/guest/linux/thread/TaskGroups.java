package dev.xmdb.target.guest.linux.thread;

import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts tasks together that are in the same state and have the same return addresses on their stacks. */
public final class TaskGroups {
    /** What tasks of a group have in common. */
    private record Likeness(char state, boolean running, TaskStack.Origin origin, String reason, List<Long> code) {}

    private TaskGroups() {}

    /**
     * The groups of some tasks, the largest first.
     *
     * @param stacks follows their stacks
     * @param effort is told of progress
     */
    public static List<TaskGroup> of(List<LinuxTask> tasks, TaskStacks stacks, Effort effort) {
        Map<Likeness, TaskStack> firsts = new LinkedHashMap<>();
        Map<Likeness, List<LinuxTask>> members = new LinkedHashMap<>();
        int done = 0;
        for (LinuxTask task : tasks) {
            effort.advance("following stacks", done++, tasks.size());
            TaskStack stack = stacks.of(task);
            var likeness = new Likeness(
                    task.state().letter(),
                    stacks.cpuOf(task).isPresent(),
                    stack.origin(),
                    stack.sound() ? "" : "damaged",
                    stack.frames().stream().map(StackFrame::pc).toList());
            firsts.putIfAbsent(likeness, stack);
            members.computeIfAbsent(likeness, _ -> new ArrayList<>()).add(task);
        }
        List<TaskGroup> groups = new ArrayList<>();
        members.forEach((likeness, alike) ->
                groups.add(new TaskGroup(likeness.state(), likeness.running(), firsts.get(likeness), alike)));
        groups.sort(Comparator.comparingInt((TaskGroup group) -> -group.tasks().size()));
        return List.copyOf(groups);
    }
}

package dev.xmdb.target.guest.linux.thread;

import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.List;

/**
 * Tasks that are at the same place.
 *
 * @param state the kernel's letter for their state
 * @param running whether CPUs run them
 * @param object what they wait for
 * @param stack the stack of the first one
 * @param tasks the tasks
 */
public record TaskGroup(char state, boolean running, WaitObject object, TaskStack stack, List<LinuxTask> tasks) {
    /** Copies the list. */
    public TaskGroup {
        tasks = List.copyOf(tasks);
    }
}

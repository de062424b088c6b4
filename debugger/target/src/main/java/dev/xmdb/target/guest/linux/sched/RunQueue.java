package dev.xmdb.target.guest.linux.sched;

import dev.xmdb.target.guest.linux.processor.LinuxCpu;
import java.util.List;

/**
 * The run queue of a CPU.
 *
 * @param cpu the CPU
 * @param switches how many times the CPU went from one task to another
 * @param clock the queue's clock when it was last read, in nanoseconds
 * @param fair how many tasks of the fair class the kernel counts, those in groups among them
 * @param realTime how many real-time tasks it counts
 * @param deadline how many tasks with a deadline it counts
 * @param tasks the one that runs, then those that wait, in the order of their classes and within these in that of the queue
 */
public record RunQueue(
        LinuxCpu cpu, long switches, long clock, long fair, long realTime, long deadline, List<QueuedTask> tasks) {
    /** Copies the list. */
    public RunQueue {
        tasks = List.copyOf(tasks);
    }

    /** The tasks that want the CPU and do not have it. */
    public List<QueuedTask> waiting() {
        return tasks.stream().filter(task -> !task.running() && !task.delayed()).toList();
    }
}

package dev.xmdb.target.guest.linux.sched;

/**
 * A task that a CPU runs, or that waits for it.
 *
 * @param task address of its {@code struct task_struct}
 * @param kind its scheduling class
 * @param group address of the {@code struct task_group} that it competes in; 0 for the outermost one
 * @param priority the kernel's number of its priority: 0 to 99 in real time, where 0 is the highest; 100 to 139 for the others; −1 with a
 *     deadline
 * @param running whether the CPU runs it
 * @param delayed whether it sleeps already and was left on the queue until its turn comes (since 6.12)
 * @param virtualTime how much of its share it has had, in nanoseconds, for a task of the fair class; else 0
 * @param deadline when it must have run, on the queue's clock in nanoseconds, for a task with a deadline; else 0
 * @param since nanoseconds on the queue's clock since it got the CPU if it runs, since it began to wait for it otherwise; −1 when the
 *     kernel did not note that
 */
public record QueuedTask(
        long task,
        SchedClass kind,
        long group,
        int priority,
        boolean running,
        boolean delayed,
        long virtualTime,
        long deadline,
        long since) {}

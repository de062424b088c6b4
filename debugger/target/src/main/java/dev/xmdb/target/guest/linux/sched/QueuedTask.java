package dev.xmdb.target.guest.linux.sched;

/**
 * A task that waits for a CPU.
 *
 * @param task address of its {@code struct task_struct}
 * @param discipline which of the scheduler's queues it is in
 * @param rank its place there: the priority of a real-time task (0 is the highest), the virtual run time of a fair one, in ns, the deadline
 *     of the third, in ns
 */
public record QueuedTask(long task, Discipline discipline, long rank) {
    /** The scheduler's queues, the one that goes first first. */
    public enum Discipline {
        /** Tasks with a deadline. */
        DEADLINE,
        /** Tasks with a fixed priority. */
        REALTIME,
        /** Tasks that share what is left. */
        FAIR
    }
}

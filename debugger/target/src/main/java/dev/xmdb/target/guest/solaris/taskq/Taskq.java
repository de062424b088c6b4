package dev.xmdb.target.guest.solaris.taskq;

/**
 * A task queue.
 *
 * @param address where it is
 * @param name its name
 * @param flags TASKQ_* flags
 * @param active threads that run a task
 * @param threads threads that it has
 * @param queued tasks that wait
 * @param mostQueued how many tasks waited at most
 * @param instance its number among those of its name
 */
public record Taskq(
        long address, String name, long flags, long active, long threads, long queued, long mostQueued, long instance) {
    private static final int DYNAMIC = 4;
    private static final int NO_INSTANCE = 0x40000;

    /** Whether it makes and ends threads as tasks come. */
    public boolean dynamic() {
        return (flags & DYNAMIC) != 0;
    }

    /** Whether it is one of several of its name. */
    public boolean numbered() {
        return (flags & NO_INSTANCE) == 0;
    }
}

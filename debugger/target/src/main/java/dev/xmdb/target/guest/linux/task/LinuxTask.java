package dev.xmdb.target.guest.linux.task;

/**
 * A task: a process' first thread, one of its further threads, or a thread of the kernel's own.
 *
 * @param address of its {@code struct task_struct}
 * @param pid its number, which the kernel calls pid for every thread
 * @param tgid the number of its process
 * @param parent the number of the parent process
 * @param name its name; longer than 15 characters for some of the kernel's threads
 * @param state what it does
 * @param flags PF_* bits
 * @param cpu the CPU that it runs or last ran on
 * @param onCpu whether it runs
 * @param memory address of its {@code struct mm_struct}; 0 for a thread of the kernel's own
 * @param stack lowest address of its kernel stack; 0 when it has none any more
 */
public record LinuxTask(
        long address,
        long pid,
        long tgid,
        long parent,
        String name,
        TaskState state,
        long flags,
        long cpu,
        boolean onCpu,
        long memory,
        long stack) {
    private static final long KERNEL_THREAD = 0x20_0000;
    private static final long WORKER = 0x20;
    private static final long IDLE = 2;

    /** Whether it is a thread of the kernel's own. */
    public boolean kernelThread() {
        return (flags & KERNEL_THREAD) != 0;
    }

    /** Whether it works for work queues. */
    public boolean worker() {
        return (flags & WORKER) != 0;
    }

    /** Whether it is what a CPU runs when there is nothing to do. */
    public boolean idle() {
        return (flags & IDLE) != 0 && pid == 0;
    }

    /** Whether it is its process' first thread. */
    public boolean leader() {
        return pid == tgid;
    }
}

package dev.xmdb.samples;

import dev.xmdb.target.Target;
import dev.xmdb.target.memory.AddressSpace;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page-table roots of the tasks of a Debian 6.1.192 guest, found the hard way: from the address of {@code init_task} in the guest's
 * own {@code /proc/kallsyms} and the member offsets of that kernel's BTF. Only for tests, as an independent source of roots.
 */
final class LinuxTasks {
    private static final long INIT_TASK = 0xffffffff82a1aa40L;
    private static final int TASK_TASKS = 2192;
    private static final int TASK_MM = 2272;
    private static final int TASK_PID = 2416;
    private static final int MM_PGD = 72;
    private static final int MOST_TASKS = 4096;

    private LinuxTasks() {}

    /** By pid, the kernel virtual address of the root table of every thread-group leader that has user memory. */
    static Map<Integer, Long> roots(Target target) {
        AddressSpace kernel = target.virtual();
        Map<Integer, Long> roots = new TreeMap<>();
        long task = INIT_TASK;
        for (int i = 0; i < MOST_TASKS; i++) {
            long mm = kernel.readLong(task + TASK_MM);
            if (mm != 0) {
                roots.put(kernel.readInt(task + TASK_PID), kernel.readLong(mm + MM_PGD));
            }
            task = kernel.readLong(task + TASK_TASKS) - TASK_TASKS;
            if (task == INIT_TASK) {
                return roots;
            }
        }
        throw new AssertionError("the task list does not close");
    }
}

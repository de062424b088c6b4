package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kernel's tasks by their addresses, and where their stacks are. */
final class KnownTasks {
    private final Map<Long, LinuxTask> tasks = new HashMap<>();
    private final long stackSize;

    KnownTasks(List<LinuxTask> all, long stackSize) {
        all.forEach(task -> tasks.put(task.address(), task));
        this.stackSize = stackSize;
    }

    /** Whether there is a task at an address. */
    boolean has(long address) {
        return tasks.containsKey(address);
    }

    /** Whether an address is on the stack of the task at another one. */
    boolean onStack(long task, long address) {
        LinuxTask known = tasks.get(task);
        return known != null && known.stack() != 0 && Long.compareUnsigned(address - known.stack(), stackSize) < 0;
    }
}

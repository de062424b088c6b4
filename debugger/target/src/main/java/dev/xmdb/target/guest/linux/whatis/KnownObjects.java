package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What some objects are, by address: tasks and what tasks lead to. A cache's name alone says little of its objects. */
final class KnownObjects {
    /** Members of a task, and what each leads to is called. Several tasks may share it: it is named after the first one. */
    private static final List<String> PARTS =
            List.of("mm", "signal", "sighand", "files", "fs", "nsproxy", "cred", "thread_pid", "io_context");

    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, String> stacks = new HashMap<>();

    KnownObjects(LinuxGuest guest, List<LinuxTask> tasks) {
        StructLayout layout = guest.types().layout("struct task_struct");
        for (LinuxTask task : tasks) {
            names.put(task.address(), words(task));
            stacks.put(task.stack(), words(task));
        }
        for (LinuxTask task : tasks) {
            StructView view = layout.at(guest.memory(), task.address());
            for (String part : PARTS) {
                if (layout.has(part)) {
                    add(view, part, task);
                }
            }
        }
    }

    private void add(StructView view, String part, LinuxTask task) {
        try {
            long address = view.number(part);
            if (address != 0) {
                names.putIfAbsent(address, part + " of " + words(task));
            }
        } catch (MemoryFaultException lost) {
            // A task that is not there leads nowhere.
            names.remove(task.address());
        }
    }

    private static String words(LinuxTask task) {
        return "task pid " + task.pid() + " " + task.name();
    }

    /** What the object at an address is. */
    Optional<String> of(long address) {
        return Optional.ofNullable(names.get(address));
    }

    /** Whose stack the memory from an address on is. */
    Optional<String> stack(long address) {
        return address == 0 ? Optional.empty() : Optional.ofNullable(stacks.get(address));
    }
}

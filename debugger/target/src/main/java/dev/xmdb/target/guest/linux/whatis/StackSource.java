package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.stack.StackArea;
import dev.xmdb.target.guest.linux.stack.StackAreas;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.CpuStack;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.StackUse;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.TaskStack;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.whatis.AddressSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Stacks of tasks, and those that CPUs have for interrupts and exceptions. */
final class StackSource implements AddressSource<LinuxOwner> {
    private final LinuxGuest guest;
    private final StackAreas areas;
    private final StructLayout layout;
    private final Map<Long, LinuxTask> tasks = new HashMap<>();

    StackSource(LinuxGuest guest, List<LinuxTask> all) {
        this.guest = guest;
        this.areas = guest.stackAreas();
        this.layout = guest.types().layout("struct task_struct");
        all.forEach(task -> tasks.put(task.address(), task));
    }

    @Override
    public String name() {
        return "stacks";
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        Optional<StackArea> area = areas.at(address);
        if (area.isEmpty()) {
            return true;
        }
        StackArea found = area.get();
        LinuxTask task = tasks.get(found.task());
        return sink.test(
                task == null
                        ? new CpuStack(found.cpu().orElse(0), found.name(), found.low())
                        : new TaskStack(task.address(), task.pid(), task.name(), found.low(), use(task, address)));
    }

    private StackUse use(LinuxTask task, long address) {
        if (task.onCpu()) {
            return StackUse.PERHAPS_BELOW;
        }
        try {
            long pointer = layout.at(guest.memory(), task.address()).number("thread.sp");
            return Long.compareUnsigned(address, pointer) >= 0 ? StackUse.LIVE : StackUse.BELOW;
        } catch (MemoryFaultException lost) {
            return StackUse.PERHAPS_BELOW;
        }
    }
}

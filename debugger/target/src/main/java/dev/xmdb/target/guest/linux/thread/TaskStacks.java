package dev.xmdb.target.guest.linux.thread;

import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.processor.LinuxCpu;
import dev.xmdb.target.guest.linux.processor.LinuxCpus;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.Unwind;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.types.TypeDataException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the stacks of tasks. That of a task which a CPU runs begins with the registers of the CPU's vCPU; what the scheduler once saved
 * of it is out of date.
 */
public final class TaskStacks {
    private static final String NO_TABLES = "the kernel has no unwind tables";

    private final LinuxGuest guest;
    private final Map<Long, LinuxCpu> running = new HashMap<>();

    /**
     * For the tasks of a guest.
     *
     * @param vcpus the image's
     */
    public TaskStacks(LinuxGuest guest, List<Vcpu> vcpus) {
        this.guest = guest;
        try {
            LinuxCpus.read(guest, vcpus, _ -> {}).forEach(cpu -> running.put(cpu.current(), cpu));
        } catch (TypeDataException untold) {
            // Without run queues a task's own word is all there is.
        }
    }

    /** The CPU that runs a task. */
    public Optional<LinuxCpu> cpuOf(LinuxTask task) {
        return Optional.ofNullable(running.get(task.address()));
    }

    /** Follows the stack of a task; what keeps it from being followed is the reason in the result. */
    public TaskStack of(LinuxTask task) {
        LinuxCpu cpu = running.get(task.address());
        try {
            if (cpu != null && cpu.vcpu().isPresent()) {
                return ofVcpu(cpu.vcpu().get());
            }
            if (cpu != null || task.onCpu()) {
                return none("it runs, and the image has no vCPU for its CPU");
            }
            if (task.stack() == 0) {
                return new TaskStack(
                        TaskStack.Origin.NONE, Optional.empty(), 0, List.of(), true, "the task has no stack any more");
            }
            return guest.stackOf(task)
                    .map(unwind -> of(TaskStack.Origin.SAVED, Optional.empty(), unwind))
                    .orElseGet(() -> none(NO_TABLES));
        } catch (MemoryFaultException | TypeDataException lost) {
            return none(String.valueOf(lost.getMessage()));
        }
    }

    /** Follows the kernel stack that a vCPU is on; there is none in user mode. */
    public TaskStack ofVcpu(Vcpu vcpu) {
        RegisterSet registers = vcpu.registers();
        long pc = registers.value("rip").orElse(0);
        if (!vcpu.kernelMode()) {
            return new TaskStack(
                    TaskStack.Origin.USER_MODE,
                    Optional.of(vcpu),
                    0,
                    List.of(),
                    true,
                    "vCPU " + vcpu.index() + " runs it in user mode at " + Long.toHexString(pc));
        }
        var start = new Unwinder.Start(
                pc, registers.value("rsp").orElse(0), registers.value("rbp").orElse(0));
        return guest.orc()
                .map(unwinder -> of(TaskStack.Origin.KERNEL_MODE, Optional.of(vcpu), unwinder.unwind(start)))
                .orElseGet(() -> none(NO_TABLES));
    }

    private static TaskStack of(TaskStack.Origin origin, Optional<Vcpu> vcpu, Unwind unwind) {
        long sp = unwind.frames().isEmpty() ? 0 : unwind.frames().getFirst().fp();
        return new TaskStack(
                origin,
                vcpu,
                sp,
                unwind.frames(),
                unwind.end().cause().sound(),
                unwind.end().reason());
    }

    private static TaskStack none(String reason) {
        return new TaskStack(TaskStack.Origin.NONE, Optional.empty(), 0, List.of(), false, reason);
    }
}

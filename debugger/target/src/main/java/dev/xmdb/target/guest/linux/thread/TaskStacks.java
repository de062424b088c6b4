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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the stacks of tasks. That of a task which a CPU runs begins with the registers of the CPU's vCPU; what the scheduler once saved
 * of it is out of date.
 */
public final class TaskStacks {
    private final LinuxGuest guest;
    private final Map<Long, LinuxCpu> running = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private TaskStacks(LinuxGuest guest, List<Vcpu> vcpus) {
        this.guest = guest;
        try {
            LinuxCpus.read(guest, vcpus, problems::add).forEach(cpu -> running.put(cpu.current(), cpu));
        } catch (TypeDataException untold) {
            // Without run queues a task's own word is all there is.
            problems.add("which task each CPU runs: " + untold.getMessage());
        }
    }

    /**
     * For the tasks of a guest; the CPUs are read once.
     *
     * @param vcpus the image's
     */
    public static TaskStacks of(LinuxGuest guest, List<Vcpu> vcpus) {
        return guest.kept(TaskStacks.class, () -> new TaskStacks(guest, vcpus));
    }

    /** What kept it from learning which task each CPU runs, one sentence each. */
    public List<String> problems() {
        return List.copyOf(problems);
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
            return new TaskStack(
                    task.stack() == 0 ? TaskStack.Origin.NONE : TaskStack.Origin.SAVED,
                    Optional.empty(),
                    guest.stackOf(task));
        } catch (MemoryFaultException | TypeDataException lost) {
            return none(String.valueOf(lost.getMessage()));
        }
    }

    /** Follows the kernel stack that a vCPU is on; there is none in user mode. */
    public TaskStack ofVcpu(Vcpu vcpu) {
        RegisterSet registers = vcpu.registers();
        long pc = registers.value("rip").orElse(0);
        if (!vcpu.kernelMode()) {
            String reason = "vCPU " + vcpu.index() + " runs it in user mode at " + Long.toHexString(pc);
            return new TaskStack(
                    TaskStack.Origin.USER_MODE,
                    Optional.of(vcpu),
                    new Unwind(
                            List.of(), new Unwind.End(Unwind.Cause.OUTERMOST, 0, 0, reason), Optional.of(registers)));
        }
        var start = new Unwinder.Start(
                pc, registers.value("rsp").orElse(0), registers.value("rbp").orElse(0));
        return new TaskStack(
                TaskStack.Origin.KERNEL_MODE,
                Optional.of(vcpu),
                guest.stackUnwinder().unwind(start));
    }

    /**
     * The registers of a task in user mode: those of the vCPU that runs it there, else those with which it entered the kernel, with {@code
     * orig_rax} for the number of the system call. Empty for a thread of the kernel's own.
     */
    public Optional<RegisterSet> userRegisters(LinuxTask task) {
        LinuxCpu cpu = running.get(task.address());
        if (cpu != null && cpu.vcpu().isPresent() && !cpu.vcpu().get().kernelMode()) {
            return Optional.of(cpu.vcpu().get().registers());
        }
        return UserRegisters.of(guest, task);
    }

    private static TaskStack none(String reason) {
        return new TaskStack(
                TaskStack.Origin.NONE,
                Optional.empty(),
                new Unwind(List.of(), new Unwind.End(Unwind.Cause.UNREADABLE, 0, 0, reason)));
    }
}

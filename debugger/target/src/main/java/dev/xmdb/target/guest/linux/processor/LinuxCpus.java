package dev.xmdb.target.guest.linux.processor;

import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads the CPUs of a Linux kernel. */
public final class LinuxCpus {
    private LinuxCpus() {}

    /**
     * Every CPU that the kernel made room for. A CPU is the vCPU whose kernel GS base is the CPU's per-CPU memory.
     *
     * @param vcpus the image's
     * @param problems receives a sentence for each run queue that cannot be read
     * @throws TypeDataException when the kernel's types do not tell what a run queue is
     */
    public static List<LinuxCpu> read(LinuxGuest guest, List<Vcpu> vcpus, Consumer<String> problems) {
        KernelVariables variables = KernelVariables.of(guest);
        StructLayout queue = guest.types().layout("struct rq");
        List<Integer> online = guest.perCpu().online();
        var cpus = new ArrayList<LinuxCpu>();
        for (int id : guest.perCpu().possible()) {
            try {
                StructView own = queue.at(guest.memory(), variables.address("runqueues", id));
                Optional<Vcpu> vcpu = vcpu(vcpus, guest.perCpu().address(0, id));
                cpus.add(read(id, online.contains(id), own, vcpu, problems));
            } catch (MemoryFaultException fault) {
                problems.accept("CPU " + id + ": " + fault.getMessage());
            }
        }
        return List.copyOf(cpus);
    }

    private static LinuxCpu read(
            int id, boolean online, StructView queue, Optional<Vcpu> vcpu, Consumer<String> problems) {
        try {
            return new LinuxCpu(
                    id,
                    online,
                    queue.address(),
                    queue.number("curr"),
                    queue.number("idle"),
                    queue.number("nr_running"),
                    vcpu);
        } catch (MemoryFaultException fault) {
            problems.accept("run queue of CPU " + id + ": " + fault.getMessage());
            return new LinuxCpu(id, online, queue.address(), 0, 0, 0, vcpu);
        }
    }

    private static Optional<Vcpu> vcpu(List<Vcpu> vcpus, long base) {
        return vcpus.stream()
                .filter(vcpu -> is(vcpu.registers().value("gs_base_kernel"), base)
                        || is(vcpu.registers().value("gs_base_user"), base))
                .findFirst();
    }

    private static boolean is(OptionalLong register, long base) {
        return register.isPresent() && base != 0 && register.getAsLong() == base;
    }
}

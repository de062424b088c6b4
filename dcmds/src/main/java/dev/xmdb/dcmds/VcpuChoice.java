package dev.xmdb.dcmds;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.target.Target;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.processor.LinuxCpu;
import dev.xmdb.target.guest.linux.processor.LinuxCpus;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.cpu.Cpus;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/** Which vCPU a command means: by its index, or by the address of a Solaris kernel's {@code cpu_t}. */
public final class VcpuChoice {
    private VcpuChoice() {}

    /**
     * The index that an address stands for: an index as it is; of a Solaris guest also the number of the CPU whose {@code cpu_t} is
     * there, of a Linux guest the vCPU of the CPU whose {@code struct rq} is there.
     *
     * @throws DcmdException when it is neither
     */
    public static long index(Target target, long address) {
        boolean isIndex = address >= 0 && address < target.vcpus().size();
        if (!isIndex && target.guest() instanceof LinuxGuest guest) {
            return ofQueue(target, guest, address);
        }
        if (isIndex || !(target.guest() instanceof SolarisGuest kernel)) {
            return address;
        }
        try {
            return Cpus.of(kernel).at(address).id();
        } catch (MemoryFaultException lost) {
            throw new DcmdException(String.format(
                    Locale.ROOT,
                    "failed to find cpuid for cpu at %x: no mapping for address: %s",
                    address,
                    lost.reason()));
        }
    }

    private static long ofQueue(Target target, LinuxGuest guest, long address) {
        var problems = new ArrayList<String>();
        Optional<LinuxCpu> cpu = LinuxCpus.read(guest, target.vcpus(), problems::add).stream()
                .filter(each -> each.queue() == address)
                .findFirst();
        if (cpu.isEmpty() && problems.isEmpty()) {
            return address;
        }
        return cpu.flatMap(LinuxCpu::vcpu)
                .map(Vcpu::index)
                .orElseThrow(() -> new DcmdException(String.format(
                        Locale.ROOT,
                        "failed to find the vCPU of the CPU whose rq is at %x: %s",
                        address,
                        cpu.isPresent()
                                ? "no vCPU has the per-CPU memory of CPU "
                                        + cpu.get().id()
                                : String.join("; ", problems))));
    }

    /**
     * The vCPU with an index.
     *
     * @throws DcmdException when the image has none
     */
    public static Vcpu vcpu(Target target, long index) {
        return AddressSpaceOptions.findVcpu(target, index)
                .orElseThrow(() -> new DcmdException("failed to get regs for cpu " + index));
    }
}

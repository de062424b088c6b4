package dev.xmdb.dcmds.genunix.cpu;

import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.cpu.Cpu;
import dev.xmdb.target.guest.solaris.cpu.CpuPartition;
import dev.xmdb.target.guest.solaris.cpu.CpuPartitions;
import dev.xmdb.target.guest.solaris.cpu.Cpus;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The walkers {@code cpu cpu_dispq cpupart cpupart_cpulist cpupart_dispq}. */
final class CpuWalkers {
    private CpuWalkers() {}

    static List<Walker> all() {
        return List.of(
                new ListWalker(
                        "cpu",
                        "every cpu_t by number; with a cpu_t, those of the circle that it is in",
                        AddressUse.OPTIONAL,
                        CpuWalkers::cpus),
                new ListWalker(
                        "cpu_dispq",
                        "given a cpu_t, the threads on its dispatch queue, the highest priority first",
                        AddressUse.REQUIRED,
                        CpuWalkers::queued),
                new ListWalker(
                        "cpupart",
                        "every cpupart_t",
                        AddressUse.NONE,
                        (kernel, walk) -> Optional.ofNullable(
                                CpuPartitions.of(kernel).all(walk::deliver).fault())),
                new ListWalker(
                        "cpupart_cpulist",
                        "given a cpupart_t, the CPUs of the partition",
                        AddressUse.REQUIRED,
                        (kernel, walk) -> partition(
                                kernel,
                                walk,
                                partition -> CpuPartitions.of(kernel).cpus(partition, walk::deliver))),
                new ListWalker(
                        "cpupart_dispq",
                        "given a cpupart_t, the threads on its dispatch queue, the highest priority first",
                        AddressUse.REQUIRED,
                        (kernel, walk) -> partition(
                                kernel,
                                walk,
                                partition -> Cpus.of(kernel)
                                        .queued(Cpus.of(kernel).queue(partition.queue()), walk::deliver))));
    }

    /** Walks something of a partition, and gives the reason why it breaks off. */
    private interface Body {
        @Nullable
        String walk(CpuPartition partition);
    }

    private static Optional<String> partition(SolarisGuest kernel, Walk walk, Body body) {
        long address = walk.start().orElseThrow();
        try {
            return Optional.ofNullable(body.walk(CpuPartitions.of(kernel).at(address)));
        } catch (MemoryFaultException lost) {
            return Optional.of(Reading.failure("cpupart_t at " + Long.toHexString(address), lost));
        }
    }

    private static Optional<String> cpus(SolarisGuest kernel, Walk walk) {
        Cpus cpus = Cpus.of(kernel);
        Cpus.All all = walk.start().isPresent() ? cpus.from(walk.start().getAsLong()) : cpus.all();
        for (Cpu cpu : all.cpus()) {
            if (!walk.deliver(cpu.address())) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(all.fault());
    }

    private static Optional<String> queued(SolarisGuest kernel, Walk walk) {
        Cpus cpus = Cpus.of(kernel);
        long address = walk.start().orElseThrow();
        try {
            return Optional.ofNullable(cpus.queued(cpus.queue(cpus.at(address).queue()), walk::deliver));
        } catch (MemoryFaultException lost) {
            return Optional.of(Reading.failure("cpu at " + Long.toHexString(address), lost));
        }
    }
}

package dev.xmdb.dcmds.genunix.cpu;

import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.cpu.Cpu;
import dev.xmdb.target.guest.solaris.cpu.Cpus;
import dev.xmdb.target.guest.solaris.cpu.DispatchQueue;
import java.util.List;
import java.util.Optional;

/** The walkers {@code cpu cpu_dispq cpupart_dispq}. */
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
                        (kernel, walk) -> queued(
                                kernel,
                                walk,
                                Cpus.of(kernel)
                                        .queue(Cpus.of(kernel)
                                                .at(walk.start().orElseThrow())
                                                .queue()))),
                new ListWalker(
                        "cpupart_dispq",
                        "given a cpupart_t, the threads on its dispatch queue, the highest priority first",
                        AddressUse.REQUIRED,
                        (kernel, walk) -> queued(
                                kernel,
                                walk,
                                Cpus.of(kernel)
                                        .queue(kernel.types()
                                                .layout("cpupart_t")
                                                .at(
                                                        kernel.memory(),
                                                        walk.start().orElseThrow())
                                                .addressOf("cp_kp_queue")))));
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

    private static Optional<String> queued(SolarisGuest kernel, Walk walk, DispatchQueue queue) {
        return Optional.ofNullable(Cpus.of(kernel).queued(queue, walk::deliver));
    }
}

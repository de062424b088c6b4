package dev.xmdb.dcmds.genunix.process;

import dev.xmdb.dcmds.ContextDcmd;
import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.process.Processes;
import dev.xmdb.target.memory.GuestVirtual;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What this package adds to the module. */
public final class ProcessCommands {
    private ProcessCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        Dcmd context = ContextDcmd.of(SolarisGuest.KIND, "proc_t", ProcessCommands::space);
        return Stream.concat(Stream.of(PsDcmd.dcmd(), PgrepDcmd.dcmd(), context), ProcessDcmds.all().stream())
                .toList();
    }

    private static GuestVirtual space(Invocation in) {
        long as = Reading.of(
                "proc_t at " + Long.toHexString(in.address()),
                () -> Processes.of(SolarisKernel.of(in.target()))
                        .at(in.address())
                        .view()
                        .number("p_as"));
        return SolarisKernel.addressSpace(in.target(), as);
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return List.of(new ListWalker(
                "proc",
                "every process, parents before their children; with a proc_t, it and those that descend from it",
                AddressUse.OPTIONAL,
                ProcessCommands::processes));
    }

    private static Optional<String> processes(SolarisGuest kernel, Walk walk) {
        Processes processes = Processes.of(kernel);
        OptionalLong first = walk.start().isPresent() ? walk.start() : processes.first();
        return first.isEmpty()
                ? Optional.of("failed to read 'p0': unknown symbol name")
                : Optional.ofNullable(processes.tree(first.getAsLong(), (process, depth) -> walk.deliver(process)));
    }
}

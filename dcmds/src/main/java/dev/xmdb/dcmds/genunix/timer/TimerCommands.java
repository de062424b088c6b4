package dev.xmdb.dcmds.genunix.timer;

import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.timer.Callouts;
import dev.xmdb.target.guest.solaris.timer.Cyclics;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the module {@code genunix} has about callouts and cyclics. */
public final class TimerCommands {
    private TimerCommands() {}

    /** Its dcmds. */
    public static List<Dcmd> dcmds() {
        return List.of(CalloutDcmd.DCMD, CalloutIdDcmd.DCMD, CyclicDcmd.DCMD);
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return List.of(
                new ListWalker("callout_table", "tables of callouts", AddressUse.OPTIONAL, TimerCommands::tables),
                chain("callout_list", "callout lists, from one on", Callouts::lists),
                chain("callouts_bytime", "callouts of one list, from one on", Callouts::inList),
                chain("callouts_byid", "callouts of one chain of ids, from one on", Callouts::byId),
                new ListWalker(
                        "cyccpu",
                        "each CPU's cyc_cpu_t",
                        AddressUse.NONE,
                        (kernel, walk) -> Cyclics.of(kernel).follow(walk::deliver)));
    }

    private static Optional<String> tables(SolarisGuest kernel, Walk walk) {
        List<Long> tables = walk.start().isPresent()
                ? List.of(walk.start().getAsLong())
                : Callouts.of(kernel).tableAddresses();
        for (long table : tables) {
            if (!walk.deliver(table)) {
                break;
            }
        }
        return Optional.empty();
    }

    private static Walker chain(String name, String summary, Function<Callouts, Chain> chain) {
        return new ListWalker(
                name,
                summary,
                AddressUse.REQUIRED,
                (kernel, walk) -> Optional.ofNullable(chain.apply(Callouts.of(kernel))
                        .follow(walk.start().orElseThrow(), walk::deliver)
                        .fault()));
    }
}

package dev.xmdb.dcmds.genunix.timer;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.timer.Callout;
import dev.xmdb.target.guest.solaris.timer.CalloutList;
import dev.xmdb.target.guest.solaris.timer.CalloutTable;
import dev.xmdb.target.guest.solaris.timer.Callouts;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;

/** {@code ::callout}. */
final class CalloutDcmd {
    static final Dcmd DCMD = new Declared(
            CalloutFilter.declare(DcmdSpec.named("callout"))
                    .summary("print the functions that will be called at a time")
                    .address(AddressUse.OPTIONAL)
                    .guest(SolarisGuest.KIND)
                    .option(OptionSpec.flag('T', "the tables instead of the callouts"))
                    .option(OptionSpec.flag('L', "the lists of one time instead of the callouts"))
                    .option(OptionSpec.flag('E', "with -T and -L also empty ones"))
                    .option(OptionSpec.flag('i', "find them by their ids and not by their times"))
                    .option(OptionSpec.flag('F', "free callouts, with -L free lists"))
                    .option(OptionSpec.flag('D', "times count from now"))
                    .option(OptionSpec.flag('v', "more of each"))
                    .option(OptionSpec.flag('A', "addresses only"))
                    .description(
                            "Prints for each callout the CPU's sequence number, T (R: the clock calls it, N: a task queue does), when it is due in "
                                    + "nanoseconds since the start (EXP), X when it runs now, H when it moves with the time of day, A when its "
                                    + "time is absolute, L for a long-term id, then its id, the function and its argument.\n\nWith the address "
                                    + "of a callout table, those of that table.")
                    .example("::callout", "prints every callout")
                    .example("::callout -r -D", "those that the clock calls, and in how many nanoseconds")
                    .example("::callout -T", "the tables that are in use")
                    .build(),
            CalloutDcmd::run);

    private CalloutDcmd() {}

    private static Status run(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        Callouts callouts = Callouts.of(kernel);
        var listing = new Listing(in, callouts, CalloutFilter.of(in, kernel, callouts), new CalloutText(in, callouts));
        for (long address : in.hasAddress() ? List.of(in.address()) : callouts.tableAddresses()) {
            in.checkInterrupted();
            CalloutTable table =
                    Reading.of("callout_table at " + Long.toHexString(address), () -> callouts.table(address));
            listing.table(table);
        }
        return listing.status;
    }

    /** The tables one after the other. */
    private static final class Listing {
        private final Invocation in;
        private final Callouts callouts;
        private final CalloutFilter filter;
        private final CalloutText text;
        private Status status = Status.OK;

        Listing(Invocation in, Callouts callouts, CalloutFilter filter, CalloutText text) {
            this.in = in;
            this.callouts = callouts;
            this.filter = filter;
            this.text = text;
        }

        private void broken(String fault) {
            in.warn(fault);
            status = Status.ERROR;
        }

        void table(CalloutTable table) {
            if (!filter.wants(table)) {
                return;
            }
            try {
                if (in.has('T')) {
                    text.table(table);
                } else if (in.has('F')) {
                    free(table);
                } else if (in.has('i')) {
                    byId(table);
                } else {
                    callouts.eachList(table, list -> list(table, list), this::broken);
                }
            } catch (MemoryFaultException fault) {
                broken("callout_table at " + Long.toHexString(table.address()) + ": " + fault.getMessage());
            } catch (DcmdException unreadable) {
                broken(String.valueOf(unreadable.getMessage()));
            }
        }

        private void free(CalloutTable table) {
            if (in.has('L')) {
                Callouts.follow(
                        callouts.lists(),
                        table.freeLists(),
                        at -> text.list(table.index(), callouts.list(at, 0)),
                        this::broken);
                return;
            }
            Callouts.follow(
                    callouts.byId(),
                    table.free(),
                    at -> {
                        Callout callout = callouts.callout(at);
                        if (filter.wants(callout)) {
                            // A free callout's list may be anything by now.
                            text.callout(table.index(), new CalloutList(0, 0, 0, 0, 0, 0, 0), callout);
                        }
                    },
                    this::broken);
        }

        private void byId(CalloutTable table) {
            for (int i = 0; table.ids() != 0 && i < Callouts.BUCKETS; i++) {
                int bucket = i;
                Callouts.follow(
                        callouts.byId(),
                        callouts.head(table.ids(), i),
                        at -> {
                            Callout callout = callouts.callout(at);
                            CalloutList list = callouts.list(callout.list(), bucket);
                            if (filter.wants(list) && filter.wants(callout)) {
                                text.callout(table.index(), list, callout);
                            }
                        },
                        this::broken);
            }
        }

        private void list(CalloutTable table, CalloutList list) {
            in.checkInterrupted();
            if (list.free() || !filter.wants(list) || (list.first() == 0 && !in.has('E'))) {
                return;
            }
            if (in.has('L')) {
                text.list(table.index(), list);
                return;
            }
            Callouts.follow(
                    callouts.inList(),
                    list.first(),
                    at -> {
                        Callout callout = callouts.callout(at);
                        if (filter.wants(callout) && !callout.free()) {
                            text.callout(table.index(), list, callout);
                        }
                    },
                    this::broken);
        }
    }
}

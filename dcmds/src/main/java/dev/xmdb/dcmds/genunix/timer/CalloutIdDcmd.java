package dev.xmdb.dcmds.genunix.timer;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.timer.Callout;
import dev.xmdb.target.guest.solaris.timer.CalloutTable;
import dev.xmdb.target.guest.solaris.timer.Callouts;
import java.util.Locale;

/** {@code ::calloutid}. */
final class CalloutIdDcmd {
    static final Dcmd DCMD = new Declared(
            DcmdSpec.named("calloutid")
                    .summary("print a callout by its extended id")
                    .guest(SolarisGuest.KIND)
                    .operands("xid")
                    .option(OptionSpec.flag('d', "what the id itself tells"))
                    .option(OptionSpec.flag('v', "more of the callout"))
                    .description(
                            "The id names the table and the hash bucket in which the callouts are searched; every callout of that bucket is "
                                    + "printed. With -d nothing is searched: the CPU's sequence number, the type, X when it runs, L for a "
                                    + "long-term id, the id without flags and the bucket are printed.")
                    .example("::calloutid -d 40000010", "tells what is in an id")
                    .build(),
            CalloutIdDcmd::run);

    private CalloutIdDcmd() {}

    private static Status run(Invocation in) {
        if (in.arguments().size() != 1) {
            return Status.USAGE;
        }
        long id = in.value(in.arguments().getFirst());
        Callouts callouts = Callouts.of(SolarisKernel.of(in.target()));
        if (in.has('d')) {
            decode(in, callouts, id);
            return Status.OK;
        }
        CalloutTable table = callouts.tableOf(id);
        long first = table.ids() == 0 ? 0 : callouts.head(table.ids(), callouts.bucketOf(id));
        if (first == 0) {
            throw new DcmdException("id hash chain for this xid is empty");
        }
        var text = new CalloutText(in, callouts);
        Status[] status = {Status.OK};
        Callouts.follow(
                callouts.byId(),
                first,
                at -> {
                    Callout callout = callouts.callout(at);
                    text.callout(table.index(), callouts.list(callout.list(), 0), callout);
                },
                fault -> {
                    in.warn(fault);
                    status[0] = Status.ERROR;
                });
        return status[0];
    }

    private static void decode(Invocation in, Callouts callouts, long id) {
        int digits = in.session().layout().pointerDigits();
        long table = callouts.tableIndex(id);
        String format = "%-3s %1s %2s %-" + digits + "s %-6s";
        in.out().emit(new Emission.Header(String.format(Locale.ROOT, format + " ", "SEQ", "T", "XL", "XID", "IDHASH")));
        String text = String.format(
                Locale.ROOT,
                format,
                table >> 1,
                (table & 1) == 0 ? "R" : "N",
                (Callout.executing(id) ? "X" : " ") + (Callout.longTerm(id) ? "L" : " "),
                Long.toHexString(Callout.plainId(id)),
                callouts.bucketOf(id));
        in.out()
                .emit(new Fields()
                        .quantity("seq", table >> 1)
                        .text("t", (table & 1) == 0 ? "R" : "N")
                        .text("xl", (Callout.executing(id) ? "X" : " ") + (Callout.longTerm(id) ? "L" : " "))
                        .truth("executing", Callout.executing(id))
                        .truth("long_term", Callout.longTerm(id))
                        .address("xid", Callout.plainId(id))
                        .quantity("idhash", callouts.bucketOf(id))
                        .row(text));
    }
}

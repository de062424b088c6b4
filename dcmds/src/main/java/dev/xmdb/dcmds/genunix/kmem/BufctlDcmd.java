package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Table;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Bufctl;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import java.util.List;
import java.util.OptionalLong;

/** {@code ::bufctl}. */
final class BufctlDcmd {
    private static final int MOST_HISTORY = 100_000;

    private static final Table TABLE = Table.of(
            Column.of("ADDR", "%-?s").pipes(),
            Column.of("BUFADDR", "%-?s"),
            Column.of("TIMESTAMP", "%-12s"),
            Column.of("THREAD", "%-?s"),
            Column.of("CALLER", "%s"));

    private static final DcmdSpec SPEC = DcmdSpec.named("bufctl")
            .summary("print who used a buffer of an audited cache")
            .address(AddressUse.REQUIRED)
            .option(OptionSpec.flag('v', "the whole record, with its stack"))
            .option(OptionSpec.flag('h', "the buffer's history as well: the earlier records in the transaction log"))
            .option(OptionSpec.number('a', "addr", "only when the buffer holds this address"))
            .option(OptionSpec.string(
                    'c', "caller", "only when the stack goes through this function or program counter"))
            .option(OptionSpec.number('e', "earliest", "only from this timestamp on"))
            .option(OptionSpec.number('l', "latest", "only up to this timestamp"))
            .option(OptionSpec.number('t', "thread", "only when this thread did it"))
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints the record at an address: a bufctl of a cache whose uses are audited (KMF_AUDIT). It tells when, by "
                            + "which thread and through which functions its buffer was allocated or freed last.\n\nA pipe receives the "
                            + "addresses of the records that the options leave.")
            .example("::walk kmem_cache | ::walk bufctl | ::head -n 1 | ::grep .==0", "walks bufctls to hand them on")
            .build();

    private BufctlDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(SPEC, BufctlDcmd::run));
    }

    private static Status run(Invocation in) {
        SolarisGuest guest = SolarisKernel.of(in.target());
        Kmem kmem = Kmem.of(guest);
        BufctlFilter filter = in.loopState(BufctlFilter.class, () -> BufctlFilter.of(in, guest));
        boolean verbose = in.has('v');
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(
                            verbose
                                    ? new Emission.Header(BufctlText.header())
                                    : TABLE.header(in.out().layout()));
        }
        if (!in.has('h')) {
            print(in, kmem.bufctl(in.address()), filter, verbose);
            return Status.OK;
        }
        long[] later = {Long.MAX_VALUE};
        Bufctl newest = kmem.bufctl(in.address());
        Chain.End end = new Chain(
                        "records of " + Long.toHexString(in.address()),
                        at -> kmem.bufctl(at).lastLog(),
                        MOST_HISTORY)
                .follow(in.address(), at -> {
                    in.checkInterrupted();
                    Bufctl record = kmem.bufctl(at);
                    // The log is a ring: where older records were written over, those of other buffers begin.
                    if (record.buffer() != newest.buffer()
                            || record.cache() != newest.cache()
                            || record.timestamp() > later[0]) {
                        return false;
                    }
                    later[0] = record.timestamp();
                    print(in, record, filter, verbose);
                    return true;
                });
        if (end.fault() != null) {
            throw new DcmdException(end.fault());
        }
        return Status.OK;
    }

    private static void print(Invocation in, Bufctl bufctl, BufctlFilter filter, boolean verbose) {
        OptionalLong buffer = in.number('a');
        if ((buffer.isPresent() && buffer.getAsLong() != bufctl.buffer())
                || !filter.accepts(bufctl.thread(), bufctl.timestamp(), bufctl.stack())) {
            return;
        }
        if (verbose) {
            in.out().emit(BufctlText.row(in.out().layout(), bufctl));
            return;
        }
        String caller = StackText.caller(in.out().layout(), bufctl.stack());
        in.out()
                .emit(new Fields()
                        .address("addr", bufctl.address())
                        .address("bufaddr", bufctl.buffer())
                        .address("timestamp", bufctl.timestamp())
                        .address("thread", bufctl.thread())
                        .add("caller", StackText.callerValue(in.out().layout(), bufctl.stack()))
                        .row(text(bufctl, caller), bufctl.address()));
    }

    private static String text(Bufctl bufctl, String caller) {
        String values = String.format(
                java.util.Locale.ROOT,
                "%016x %016x %12x %016x",
                bufctl.address(),
                bufctl.buffer(),
                bufctl.timestamp(),
                bufctl.thread());
        return caller.isEmpty() ? values : values + " " + caller;
    }
}

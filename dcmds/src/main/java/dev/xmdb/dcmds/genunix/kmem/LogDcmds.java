package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Bufctl;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.TransactionLog;
import java.util.List;
import java.util.Locale;

/** {@code ::kmem_log} and {@code ::kmalog}: the logs of the slab allocator. */
final class LogDcmds {
    private static final String TRANSACTIONS = "kmem_transaction_log";
    private static final String FAILURES = "kmem_failure_log";
    private static final String SLABS = "kmem_slab_log";
    private static final long SECOND = 1_000_000_000L;

    private static final Table TABLE = Table.of(
            Column.of("CPU", "%3s"),
            Column.of("ADDR", "%-?p").pipes(),
            Column.of("BUFADDR", "%-?p"),
            Column.of("TIMESTAMP", "%16x"),
            Column.of("THREAD", "%-?p"));

    private static final DcmdSpec LOG = DcmdSpec.named("kmem_log")
            .summary("print the log of allocations and frees")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints the records in the transaction log of the audited caches, the latest first; with an address, those of the "
                            + "buffer at it. CPU is the one that still fills the part of the log that a record is in. A kernel that keeps no log "
                            + "has no records.\n\nA pipe receives the records' addresses.")
            .example("::kmem_log", "prints what audited caches did last")
            .build();

    private static final DcmdSpec STORY = DcmdSpec.named("kmalog")
            .summary("print the log of allocations and frees with stacks")
            .operands("[fail|slab]")
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints the records in the transaction log of the audited caches, the latest first, each with how long before the "
                            + "latest it was, its buffer, its cache and its stack; fail: those of allocations that failed, slab: those of slabs. A "
                            + "kernel that keeps no log has no records.")
            .example("::kmalog", "prints what audited caches did last")
            .example("::kmalog fail", "prints which allocations failed")
            .build();

    private LogDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(LOG, LogDcmds::log), new Declared(STORY, LogDcmds::story));
    }

    private static Status log(Invocation in) {
        Kmem kmem = Kmem.of(SolarisKernel.of(in.target()));
        TransactionLog log = kmem.log(TRANSACTIONS, in.effort());
        in.out().header(TABLE);
        for (TransactionLog.Entry entry : log.entries()) {
            in.checkInterrupted();
            Bufctl bufctl = entry.bufctl();
            if (!in.hasAddress() || bufctl.buffer() == in.address()) {
                in.out()
                        .row(
                                TABLE,
                                entry.cpu().isPresent()
                                        ? new Value.Quantity(entry.cpu().getAsInt())
                                        : new Value.Text(""),
                                new Value.Address(bufctl.address()),
                                new Value.Address(bufctl.buffer()),
                                new Value.Address(bufctl.timestamp()),
                                new Value.Address(bufctl.thread()));
            }
        }
        return Faults.tell(in, log.faults());
    }

    private static Status story(Invocation in) {
        String variable = TRANSACTIONS;
        if (!in.arguments().isEmpty()) {
            if (in.arguments().size() > 1 || !(in.arguments().getFirst() instanceof DcmdArgument.Word(String which))) {
                return Status.USAGE;
            }
            switch (which) {
                case "fail" -> variable = FAILURES;
                case "slab" -> variable = SLABS;
                default -> {
                    return Status.USAGE;
                }
            }
        }
        Kmem kmem = Kmem.of(SolarisKernel.of(in.target()));
        TransactionLog log = kmem.log(variable, in.effort());
        if (!log.entries().isEmpty()) {
            long latest = log.entries().getFirst().bufctl().timestamp();
            for (TransactionLog.Entry entry : log.entries()) {
                in.checkInterrupted();
                block(in, kmem, latest, entry.bufctl());
            }
        }
        return Faults.tell(in, log.faults());
    }

    private static void block(Invocation in, Kmem kmem, long latest, Bufctl bufctl) {
        Layout layout = in.out().layout();
        long before = latest - bufctl.timestamp();
        String cache = kmem.caches().stream()
                .filter(each -> each.address() == bufctl.cache())
                .findFirst()
                .map(each -> each.name())
                .orElseGet(() -> Long.toHexString(bufctl.cache()));
        var text = new StringBuilder(String.format(
                Locale.ROOT, "\nT-%d.%09d  addr=%x  %s", before / SECOND, before % SECOND, bufctl.buffer(), cache));
        bufctl.stack().forEach(pc -> text.append("\n\t ").append(layout.label(pc)));
        Fields fields = BufctlText.fields(layout, bufctl).quantity("before", before);
        in.out().emit(fields.row(text.toString()));
    }
}

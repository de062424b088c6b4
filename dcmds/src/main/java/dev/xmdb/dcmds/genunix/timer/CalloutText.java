package dev.xmdb.dcmds.genunix.timer;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.timer.Callout;
import dev.xmdb.target.guest.solaris.timer.CalloutList;
import dev.xmdb.target.guest.solaris.timer.CalloutTable;
import dev.xmdb.target.guest.solaris.timer.Callouts;
import java.util.Locale;

/** Prints callouts, their lists and their tables, each kind below a header of its own. */
final class CalloutText {
    private final Invocation in;
    private final boolean full;
    private final boolean addressesOnly;
    private final long start;
    private final String pointer;
    private boolean headed;

    CalloutText(Invocation in, Callouts callouts) {
        this.in = in;
        this.full = in.has('v');
        this.addressesOnly = in.has('A');
        this.start = in.has('D') ? CalloutFilter.now(callouts) : 0;
        this.pointer = "%-" + in.session().layout().pointerDigits();
        this.headed = in.isPipeOutput() || (in.isLoop() && !in.isLoopFirst());
    }

    private String format(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%-?", pointer), values);
    }

    private void header(String text) {
        if (!headed && !addressesOnly) {
            in.out().emit(new Emission.Header(text));
        }
        headed = true;
    }

    private void row(Fields fields, String text, long address) {
        in.out().emit(fields.row(addressesOnly ? Long.toHexString(address) : text, address));
    }

    private static String kind(int index) {
        return (index & 1) == 0 ? "R" : "N";
    }

    private static String mark(boolean set, String mark) {
        return set ? mark : " ";
    }

    void callout(int table, CalloutList list, Callout callout) {
        header(format("%3s %-1s %-14s %-4s %-?s %-20s", "SEQ", "T", "EXP", "XHAL", "XID", "FUNC(ARG)")
                + (full
                        ? format(
                                " %-?s %-?s %-?s %-?s %-?s %-4s %-?s",
                                "PREVID", "NEXTID", "PREVL", "NEXTL", "DONE", "UTOS", "THREAD")
                        : ""));
        String text = format(
                "%-3d %1s %-14x %s%s%s%s %-?x %s(%x)",
                table >> 1,
                kind(table),
                list.expiration() - start,
                mark(callout.executing(), "X"),
                mark(list.timeOfDay(), "H"),
                mark(list.absolute(), "A"),
                mark(callout.longTerm(), "L"),
                callout.plainId(),
                in.session().label(callout.function()),
                callout.argument());
        if (full) {
            text += format(
                    " %-?x %-?x %-?x %-?x %-?x %-4d %-?x",
                    callout.previousById(),
                    callout.nextById(),
                    callout.previousInList(),
                    callout.nextInList(),
                    callout.done(),
                    callout.waiting(),
                    callout.executor());
        }
        row(
                new Fields()
                        .address("addr", callout.address())
                        .quantity("seq", table >> 1)
                        .text("t", kind(table))
                        .quantity("exp", list.expiration() - start)
                        .text(
                                "xhal",
                                mark(callout.executing(), "X")
                                        + mark(list.timeOfDay(), "H")
                                        + mark(list.absolute(), "A")
                                        + mark(callout.longTerm(), "L"))
                        .truth("executing", callout.executing())
                        .truth("time_of_day", list.timeOfDay())
                        .truth("absolute", list.absolute())
                        .truth("long_term", callout.longTerm())
                        .address("xid", callout.plainId())
                        .add(
                                "func",
                                new Value.SymbolRef(
                                        callout.function(),
                                        in.session().layout().symbol(callout.function())))
                        .address("arg", callout.argument())
                        .text(
                                "func_arg_",
                                in.session().label(callout.function()) + "(" + Long.toHexString(callout.argument())
                                        + ")")
                        .address("previd", callout.previousById())
                        .address("nextid", callout.nextById())
                        .address("prevl", callout.previousInList())
                        .address("nextl", callout.nextInList())
                        .address("done", callout.done())
                        .quantity("utos", callout.waiting())
                        .address("thread", callout.executor()),
                text,
                callout.address());
    }

    void list(int table, CalloutList list) {
        header("SEQ T EXP            HA BUCKET CALLOUTS         " + (full ? format(" %-?s %-?s", "PREV", "NEXT") : ""));
        String text = format(
                "%3d %1s %-14x %s%s %-6d %-?x ",
                table >> 1,
                kind(table),
                list.expiration() - start,
                mark(list.timeOfDay(), "H"),
                mark(list.absolute(), "A"),
                list.bucket(),
                list.first());
        if (full) {
            text += format(" %-?x %-?x", list.previous(), list.next());
        }
        row(
                new Fields()
                        .address("addr", list.address())
                        .quantity("seq", table >> 1)
                        .text("t", kind(table))
                        .quantity("exp", list.expiration() - start)
                        .text("ha", mark(list.timeOfDay(), "H") + mark(list.absolute(), "A"))
                        .quantity("bucket", list.bucket())
                        .address("callouts", list.first())
                        .address("prev", list.previous())
                        .address("next", list.next()),
                text,
                list.address());
    }

    void table(CalloutTable table) {
        header(format("%-3s %-1s %-?s %-?s %-?s %-?s", "SEQ", "T", "FREE", "LFREE", "CYCLIC", "HEAP")
                + (full
                        ? format(
                                " %-7s %-7s %-?s %-?s %-?s %-?s %-?s %-?s",
                                "HEAPNUM", "HEAPMAX", "TASKQ", "EXPQ", "QUE", "PEND", "FREE", "LOCK")
                        : ""));
        String text = format(
                "%-3d %-1s %-?x %-?x %-?x %-?x",
                table.sequence(), kind(table.index()), table.free(), table.freeLists(), table.cyclic(), table.heap());
        if (full) {
            text += format(
                    " %-7d %-7d %-?x %-?x %-?x %-?d %-?d %-?x",
                    table.heapUsed(),
                    table.heapSize(),
                    table.taskq(),
                    table.expired(),
                    table.queue(),
                    table.pending(),
                    table.allocated() - table.pending(),
                    table.address());
        }
        row(
                new Fields()
                        .address("addr", table.address())
                        .quantity("seq", table.sequence())
                        .text("t", kind(table.index()))
                        .address("free", table.free())
                        .address("lfree", table.freeLists())
                        .address("cyclic", table.cyclic())
                        .address("heap", table.heap())
                        .quantity("heapnum", table.heapUsed())
                        .quantity("heapmax", table.heapSize())
                        .address("taskq", table.taskq())
                        .address("expq", table.expired())
                        .address("que", table.queue())
                        .quantity("pend", table.pending())
                        .quantity("allocated", table.allocated())
                        .address("lock", table.address()),
                text,
                table.address());
    }
}

package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.FrameRun;
import dev.xmdb.dump.FrameStatistics;
import dev.xmdb.dump.Frames;
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
import dev.xmdb.engine.output.Value;
import java.util.List;
import java.util.Locale;

/** {@code ::p2m}. */
final class FrameTableDcmd {
    /** Frame numbers are below this. */
    private static final long FRAME_LIMIT = 1L << 40;

    private static final Table TABLE = Table.of(
            Column.of("PFN", "%10x").pipes(),
            Column.of("LAST", "%10x"),
            Column.of("MFN", "%10x"),
            Column.of("PAGES", "%10d"),
            Column.of("OFFSET", "%12x"),
            Column.of("STATE", "%s"));

    private static final DcmdSpec P2M = DcmdSpec.named("p2m")
            .summary("print which frames the image has, and where")
            .address(AddressUse.OPTIONAL)
            .option(OptionSpec.flag('s', "print the statistics only"))
            .description(
                    "Prints the ranges of consecutive guest frames (pfn) that lie consecutively in the image, and the holes between them: first and last pfn, the "
                            + "machine frame (mfn) of the first one, the number of pages, the offset of the first page in the image file, and whether the range is "
                            + "present or why it is not. Then it counts what the frame table holds. With an address it prints the range in which that pfn lies. A pipe "
                            + "receives the first pfn of every range that is present.")
            .example("::p2m", "lists the ranges")
            .example("::p2m -s", "counts only")
            .example("0::p2m", "the range that holds pfn 0")
            .build();

    private final Invocation in;
    private final Frames frames;
    private final boolean hasMachineFrames;
    /** First guest frame after the ranges seen so far. */
    private long next;

    private FrameTableDcmd(Invocation in) {
        this.in = in;
        this.frames = in.target().image().frames();
        this.hasMachineFrames = in.target().image().frameNaming() == FrameNaming.MFN;
    }

    static List<Dcmd> all() {
        return List.of(new Declared(P2M, in -> new FrameTableDcmd(in).run()));
    }

    private Status run() {
        if (in.hasAddress() && Long.compareUnsigned(in.address(), FRAME_LIMIT) >= 0) {
            throw new DcmdException("Invalid pfn " + in.session().number(in.address()));
        }
        FrameStatistics statistics = frames.statistics();
        if (!in.has('s')) {
            in.out().header(TABLE);
            frames.scanRuns(this::run);
            hole(Math.max(statistics.maxPfn() + 1, in.hasAddress() ? in.address() + 1 : 0));
        }
        if (!in.hasAddress() && !in.isPipeOutput()) {
            statistics(statistics);
        }
        return Status.OK;
    }

    /** Prints a range, and the hole before it. Returns false when the wanted frame lies behind. */
    private boolean run(FrameRun run) {
        in.checkInterrupted();
        hole(run.pfn());
        next = run.pfn() + run.length();
        if (wanted(run.pfn(), next)) {
            in.out()
                    .emit(row(
                            run.pfn(),
                            next,
                            run.mfn() == Frames.ABSENT ? new Value.Absent() : new Value.Address(run.mfn()),
                            new Value.Address(frames.fileOffsetOfPfn(run.pfn())),
                            "present"));
        }
        return !in.hasAddress() || Long.compareUnsigned(next, in.address()) <= 0;
    }

    /** Prints the hole from the last range to a frame, if there is one. */
    private void hole(long end) {
        if (Long.compareUnsigned(next, end) < 0 && wanted(next, end) && !in.isPipeOutput()) {
            String first = frames.absenceOfPfn(next).reason();
            String last = frames.absenceOfPfn(end - 1).reason();
            Emission.Row row = row(
                    next,
                    end,
                    new Value.Absent(),
                    new Value.Absent(),
                    first.equals(last) ? first : first + " / " + last);
            in.out().emit(new Emission.Row(row.fields(), row.text(), null));
        }
    }

    private boolean wanted(long first, long end) {
        return !in.hasAddress()
                || (Long.compareUnsigned(in.address(), first) >= 0 && Long.compareUnsigned(in.address(), end) < 0);
    }

    private Emission.Row row(long first, long end, Value mfn, Value offset, String state) {
        return TABLE.row(
                in.out().layout(),
                List.of(
                        new Value.Address(first),
                        new Value.Address(end - 1),
                        hasMachineFrames ? mfn : new Value.Absent(),
                        new Value.Quantity(end - first),
                        offset,
                        new Value.Text(state)));
    }

    private void statistics(FrameStatistics counts) {
        var text = new StringBuilder();
        if (!in.has('s')) {
            text.append('\n');
        }
        line(text, "rule", frames.rule());
        line(text, "entries", counts.entries() + (counts.sorted() ? ", sorted by pfn" : ", not sorted by pfn"));
        line(
                text,
                "pages present",
                counts.present() + " in " + counts.runs() + (counts.runs() == 1 ? " run" : " runs"));
        line(text, "highest pfn", counts.maxPfn() < 0 ? "none" : Long.toHexString(counts.maxPfn()));
        line(text, "absent below it", Long.toString(counts.absentBelowMax()));
        line(text, "invalid entries", Long.toString(counts.invalid()));
        line(text, "duplicate pfns", Long.toString(counts.duplicatePfns()));
        line(text, "duplicate mfns", Long.toString(counts.duplicateMfns()));
        line(text, "lost by truncation", Long.toString(counts.truncated()));
        in.out()
                .emit(new Fields()
                        .text("rule", frames.rule())
                        .quantity("entries", counts.entries())
                        .truth("sorted", counts.sorted())
                        .quantity("present", counts.present())
                        .quantity("runs", counts.runs())
                        .add(
                                "highest_pfn",
                                counts.maxPfn() < 0 ? new Value.Absent() : new Value.Address(counts.maxPfn()))
                        .quantity("absent", counts.absentBelowMax())
                        .quantity("invalid", counts.invalid())
                        .quantity("duplicate_pfns", counts.duplicatePfns())
                        .quantity("duplicate_mfns", counts.duplicateMfns())
                        .quantity("truncated", counts.truncated())
                        .row(text.toString().stripTrailing()));
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "%-19s %s\n", label + ":", value));
    }
}

package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.AddressSpaceOptions;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.FrameNumbers;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.hat.HatLayer;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.EntryFilter;
import dev.xmdb.target.paging.EntryScan;
import dev.xmdb.target.paging.PageTableEntry;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PagingMode;
import java.util.ArrayList;
import java.util.List;

/** {@code ::ptescan}. */
final class EntryScanDcmd {
    private static final String ANY = "present";
    private static final long UPPER_HALF = 1L << 63;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;

    private static final Table HITS = Table.of(
            Column.of("ADDR", "%?p").pipes(),
            Column.of("COUNT", "%8d"),
            Column.of("PFN", "%10x"),
            Column.of("MFN", "%10x"),
            Column.of("LEVEL", "%5d"),
            Column.of("ENTRY", "%016x"),
            Column.of("FLAGS", "%s"));

    private static final DcmdSpec PTESCAN = DcmdSpec.named("ptescan")
            .summary("find page-table entries by their flags")
            .option(OptionSpec.string('f', "flags", "flags that must be set, or after ! not set, with commas"))
            .option(OptionSpec.number('a', "as", "scan the tables of this struct as (Solaris)"))
            .option(OptionSpec.number('c', "vcpu", "scan the tables of this vCPU"))
            .option(OptionSpec.flag('u', "scan the user root of the vCPU (64-bit PV guests)"))
            .option(OptionSpec.number(
                    'l', "level", "entries of this level, 0 for the lowest, also those that lead to tables"))
            .option(OptionSpec.string('r', "range", "addresses start-end or start/bytes, with commas"))
            .option(OptionSpec.flag('s', "compare the bits as they are stored"))
            .option(OptionSpec.flag('m', "merge entries that go on where the last one ends"))
            .description(
                    "Goes through the page tables and prints the entries that map pages and have all the flags: the address, how many entries the row stands for, the guest "
                            + "frame, the machine frame, the level of the table (0 is the lowest), the entry and its flags. A pipe receives the addresses.\n\n"
                            + "Flags: user global write noexec present dirty (mod) accessed (ref) large guest-kernel pwt pcd nosync noconsist foreign. "
                            + "user,!global finds pages of the user that are not global. A list that begins with ! needs quotes, or ~ instead. "
                            + "Entries that are not present are looked at when !present is given.\n\n"
                            + "In a 64-bit PV guest, Xen sets the user bit on every entry, marks those that the guest wrote for its kernel (guest-kernel), and makes the guest's "
                            + "user pages global. Flags are compared, and printed, as the guest meant them; -s takes what is stored. So the kernel's own addresses have no "
                            + "user entry at all, unless the kernel left one open to everybody: ::ptescan -f user,!global finds these.\n\n"
                            + "Without -r the kernel's addresses are looked at; with -a or -u, the others. -m makes one row of "
                            + "entries whose addresses follow each other and whose flags are the same; its frames are the first one's. Tables that are used again and again "
                            + "are passed over after a while, with a message, as is one that is not in the image; a scan that finds more than there can be stops, and -r goes on from there.")
            .example(SolarisGuest.KIND, "::ptescan -f 'user,!global'", "kernel pages that are open to user processes")
            .example("::ptescan -m -f 'write,!noexec' -r <rip/100000", "pages that can be written and executed")
            .example("::ptescan -l 3", "the entries of the root")
            .build();

    /** Addresses, both inclusive. */
    private record Range(long first, long last) {}

    private final Invocation in;
    private final PageTableRoot root;
    private final boolean stored;
    private final List<Row> pending = new ArrayList<>();

    /** Entries that may still be merged with the next one. */
    private record Row(long address, long count, int level, long entry, long bits, long frame, long pfn) {}

    private EntryScanDcmd(Invocation in, PageTableRoot root) {
        this.in = in;
        this.root = root;
        this.stored = in.has('s');
    }

    static List<Dcmd> all() {
        return List.of(new Declared(PTESCAN, EntryScanDcmd::ptescan));
    }

    private static Status ptescan(Invocation in) {
        GuestVirtual space = AddressSpaceOptions.chosen(in);
        if (space instanceof PagedMemory paged && paged.tables().root().isNone()) {
            throw new DcmdException("no page tables are known");
        }
        PageTableRoot root =
                PageTableRoot.of(space.root(), space.mode(), in.target().image().kind());
        return new EntryScanDcmd(in, root).run(filter(in, root.mode()), ranges(in, root.mode()));
    }

    private static EntryFilter filter(Invocation in, PagingMode mode) {
        int level = 0;
        if (in.number('l').isPresent()) {
            long given = in.number('l').getAsLong();
            if (Long.compareUnsigned(given, mode.levels()) >= 0) {
                throw new DcmdException("invalid level " + in.session().number(given));
            }
            level = (int) given + 1;
        }
        try {
            return EntryFilter.parse(in.string('f').orElse(ANY), level, in.has('s'));
        } catch (IllegalArgumentException unknown) {
            throw new DcmdException(unknown.getMessage() + ": the flags are " + String.join(" ", EntryFilter.words()));
        }
    }

    private static List<Range> ranges(Invocation in, PagingMode mode) {
        var ranges = new ArrayList<Range>();
        for (String texts : in.strings('r')) {
            for (String text : texts.split(",", -1)) {
                ranges.add(range(in, text));
            }
        }
        if (ranges.isEmpty()) {
            long last = mode.wordSize() == Long.BYTES ? -1 : 0xffff_ffffL;
            long kernel = kernelBase(in, mode);
            boolean user = in.number('a').isPresent() || in.has('u');
            ranges.add(user && kernel != 0 ? new Range(0, kernel - 1) : new Range(kernel, last));
        }
        return ranges;
    }

    private static long kernelBase(Invocation in, PagingMode mode) {
        if (in.target().guest() instanceof SolarisGuest kernel) {
            return HatLayer.kernelBase(kernel);
        }
        return mode.wordSize() == Long.BYTES ? UPPER_HALF : 0;
    }

    private static Range range(Invocation in, String text) {
        int at = Math.max(text.indexOf('/'), text.lastIndexOf('-'));
        if (at <= 0 || at == text.length() - 1) {
            throw new DcmdException("a range is start-end or start/bytes, and not " + text);
        }
        long first = in.session().evaluate(text.substring(0, at), in.address());
        long second = in.session().evaluate(text.substring(at + 1), in.address());
        long end = text.charAt(at) == '/' ? first + second : second;
        if (Long.compareUnsigned(end - 1, first) < 0) {
            throw new DcmdException("no addresses in the range " + text);
        }
        return new Range(first, end - 1);
    }

    private Status run(EntryFilter filter, List<Range> ranges) {
        in.out().header(HITS);
        boolean sound = true;
        for (Range range : ranges) {
            EntryScan.Report report = EntryScan.scan(
                    in.target().image(), root, filter, range.first(), range.last(), this::hit, in.effort());
            flush();
            report.faults().forEach(in::warn);
            sound &= report.faults().isEmpty();
        }
        return sound ? Status.OK : Status.ERROR;
    }

    private boolean hit(long address, int level, long entry, long bits) {
        var decoded = new PageTableEntry(
                entry, level, root.mode(), in.target().image().kind());
        long pfn = FrameNumbers.pfnOfTableFrame(in.target().image(), decoded.frame());
        Row row = new Row(address, 1, level, entry, bits, decoded.frame(), pfn);
        if (!in.has('m') || in.isPipeOutput()) {
            emit(row);
            return true;
        }
        if (!pending.isEmpty()) {
            Row last = pending.getFirst();
            if (follows(last, row)) {
                pending.set(
                        0,
                        new Row(
                                last.address(),
                                last.count() + 1,
                                level,
                                last.entry(),
                                last.bits(),
                                last.frame(),
                                last.pfn()));
                return true;
            }
            flush();
        }
        pending.add(row);
        return true;
    }

    /** Frames need not follow each other: they are handed out in no order. */
    private boolean follows(Row last, Row next) {
        return next.level() == last.level()
                && next.address()
                        == last.address() + (last.count() << root.mode().shift(next.level()))
                && (next.bits() & ~FRAME) == (last.bits() & ~FRAME);
    }

    private void flush() {
        pending.forEach(this::emit);
        pending.clear();
    }

    private void emit(Row row) {
        long shown = stored ? row.entry() : row.bits();
        var flags = new PageTableEntry(
                        row.level() == 1 ? shown | (row.entry() & 0x80) : shown,
                        row.level(),
                        root.mode(),
                        in.target().image().kind())
                .flags();
        boolean mfns = in.target().image().frameNaming() == FrameNaming.MFN;
        in.out()
                .row(
                        HITS,
                        new Value.Address(row.address()),
                        new Value.Quantity(row.count()),
                        row.pfn() == Frames.ABSENT ? new Value.Absent() : new Value.Address(row.pfn()),
                        mfns ? new Value.Address(row.frame()) : new Value.Absent(),
                        new Value.Quantity(row.level() - 1L),
                        new Value.Address(row.entry()),
                        new Value.Flags(row.bits(), flags));
    }
}

package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.paging.EntryFilter;
import dev.xmdb.target.paging.EntryScan;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PagingMode;
import java.util.List;

/** {@code ::ptmap}: what a tree of page tables maps, in ranges. */
final class TableMapDcmd {
    private static final long WRITABLE = 1 << 1;
    private static final long USER = 1 << 2;
    private static final Line RANGE = Line.of(
                    "mapped %s,%s range of %d bytes: %p-%p", "privilege", "access", "bytes", "start", "end")
            .pipes("start");

    private static final DcmdSpec PTMAP = DcmdSpec.named("ptmap")
            .summary("print the ranges that a tree of page tables maps")
            .address(AddressUse.REQUIRED)
            .option(OptionSpec.flag('w', "print writable ranges only"))
            .description(
                    "Goes through the page tables under the root at a guest-physical address and prints the ranges that are mapped alike: by last-level and large-page "
                            + "entries that are the user's or the kernel's, writable or not, as the guest meant them. The end is the last byte. A pipe receives the starts.")
            .example(SolarisGuest.KIND, "<cr3%1000::mfntopfn | ::map .*1000 | ::ptmap", "what the running kernel maps")
            .build();

    private final Invocation in;
    private long start;
    private long next;
    private long rights = -1;

    private TableMapDcmd(Invocation in) {
        this.in = in;
    }

    static List<Dcmd> all() {
        return List.of(new Declared(PTMAP, in -> new TableMapDcmd(in).run()));
    }

    private Status run() {
        Target target = in.target();
        PagingMode mode = target.virtual() instanceof GuestVirtual virtual ? virtual.mode() : PagingMode.LONG_4_LEVEL;
        long pfn = in.address() >>> Frames.PAGE_SHIFT;
        long frame = target.image().frameNaming() == FrameNaming.MFN
                ? target.image().frames().mfnOfPfn(pfn)
                : pfn;
        if (frame == Frames.ABSENT) {
            throw new DcmdException("Invalid pfn " + in.session().number(pfn));
        }
        PageTableRoot root = new PageTableRoot(frame << Frames.PAGE_SHIFT, mode, frame, 0);
        EntryScan.Report report = EntryScan.scan(
                target.image(),
                root,
                EntryFilter.parse(in.has('w') ? "write" : "present", 0, false),
                0,
                -1,
                (address, level, entry, bits) -> {
                    page(address, 1L << mode.shift(level), bits & (WRITABLE | USER));
                    return true;
                },
                in.effort());
        flush();
        report.faults().forEach(in::warn);
        return report.faults().isEmpty() ? Status.OK : Status.ERROR;
    }

    private void page(long address, long size, long itsRights) {
        if (itsRights != rights || address != next) {
            flush();
            start = address;
            rights = itsRights;
        }
        next = address + size;
    }

    private void flush() {
        if (rights >= 0) {
            in.out()
                    .line(
                            RANGE,
                            new Value.Text((rights & USER) != 0 ? "user" : "kernel"),
                            new Value.Text((rights & WRITABLE) != 0 ? "writable" : "read-only"),
                            new Value.Quantity(next - start),
                            new Value.Address(start),
                            new Value.Address(next - 1));
        }
    }
}

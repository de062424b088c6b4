package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code ::xeninfo}. */
final class XenInfoDcmd {
    /** vCPU ids that have a slot in shared_info. */
    private static final int SLOTS = 32;

    private static final long LAST_WRITABLE_SECOND = 253_402_300_799L;

    private static final Table SLOT_TABLE = Table.of(
            Column.of("SLOT", "%4d"),
            Column.of("PENDING", "%-7s"),
            Column.of("MASKED", "%-6s"),
            Column.of("SELECTOR", "%?x"),
            Column.of("CR2", "%?x"),
            Column.of("SYSTEM-TIME", "%16d"),
            Column.of("TSC", "%16x"));

    private static final DcmdSpec XENINFO = DcmdSpec.named("xeninfo")
            .summary("print what the image says of the hypervisor and of shared_info")
            .description(
                    "Prints the hypervisor's version, what it was built from and how, and the guest types that the host supports. Then, if the image has the page "
                            + "that Xen and the domain share: the wall clock at boot, the size of the frame map and where the guest keeps its own, the 2-level event "
                            + "channels that are pending, and the slot of every vCPU. A slot is stale once the guest registered another place for it, and the event bits are "
                            + "stale once the guest uses FIFO event channels; the image does not tell either.")
            .example("::xeninfo", "prints all of it")
            .build();

    private XenInfoDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(XENINFO, XenInfoDcmd::xeninfo));
    }

    private static Status xeninfo(Invocation in) {
        var image = in.target().image();
        image.xenVersion()
                .ifPresentOrElse(version -> version(in, version), () -> in.out().text("Xen version not recorded"));
        image.sharedInfo()
                .ifPresentOrElse(
                        shared -> sharedInfo(in, shared), () -> in.out().text("shared_info not in image"));
        return Status.OK;
    }

    private static void version(Invocation in, XenVersion version) {
        String number = version.major() + "." + version.minor() + version.extra();
        var lines = new ArrayList<String>();
        line(lines, "Xen version", number);
        line(lines, "capabilities", version.capabilities());
        line(lines, "changeset", version.changeset());
        line(lines, "compiler", version.compiler());
        line(lines, "compiled by", version.compiledBy());
        line(lines, "compile domain", version.compileDomain());
        line(lines, "compile date", version.compileDate());
        line(lines, "virtual start", Long.toHexString(version.virtStart()));
        line(lines, "page size", Long.toUnsignedString(version.pageSize()));
        in.out()
                .emit(new Fields()
                        .text("xen_version", number)
                        .text("capabilities", version.capabilities())
                        .text("changeset", version.changeset())
                        .text("compiler", version.compiler())
                        .text("compiled_by", version.compiledBy())
                        .text("compile_domain", version.compileDomain())
                        .text("compile_date", version.compileDate())
                        .address("virt_start", version.virtStart())
                        .quantity("page_size", version.pageSize())
                        .row(String.join("\n", lines)));
    }

    private static void sharedInfo(Invocation in, SharedInfo shared) {
        List<String> pending = ports(shared, true);
        List<String> masked = ports(shared, false);
        String clock = clock(shared);
        var lines = new ArrayList<String>();
        lines.add("");
        line(
                lines,
                "shared_info",
                String.format(
                        Locale.ROOT,
                        "%d-bit, %d event channels",
                        shared.wordSize() * Byte.SIZE,
                        shared.eventChannels()));
        line(lines, "wall clock at boot", clock);
        line(lines, "max pfn", Long.toHexString(shared.maxPfn()));
        line(lines, "p2m list list mfn", Long.toHexString(shared.frameListListMfn()));
        if (shared.p2mCr3() != 0) {
            line(lines, "p2m virtual", Long.toHexString(shared.p2mVirtualAddress()));
            line(lines, "p2m cr3", Long.toHexString(shared.p2mCr3()));
            line(
                    lines,
                    "p2m generation",
                    Long.toUnsignedString(shared.p2mGeneration())
                            + ((shared.p2mGeneration() & 1) != 0 ? " (being updated)" : ""));
        }
        line(lines, "nmi reason", Long.toHexString(shared.nmiReason()));
        line(lines, "events pending", pending.isEmpty() ? "none" : String.join(" ", pending));
        line(lines, "  of these masked", masked.isEmpty() ? "none" : String.join(" ", masked));
        in.out()
                .emit(new Fields()
                        .quantity("shared_info_bits", shared.wordSize() * (long) Byte.SIZE)
                        .quantity("event_channels", shared.eventChannels())
                        .text("wall_clock_at_boot", clock)
                        .address("max_pfn", shared.maxPfn())
                        .address("p2m_list_list_mfn", shared.frameListListMfn())
                        .address("p2m_virtual", shared.p2mVirtualAddress())
                        .address("p2m_cr3", shared.p2mCr3())
                        .quantity("p2m_generation", shared.p2mGeneration())
                        .address("nmi_reason", shared.nmiReason())
                        .texts("events_pending", pending)
                        .texts("events_masked", masked)
                        .row(String.join("\n", lines)));
        slots(in, shared);
    }

    private static void slots(Invocation in, SharedInfo shared) {
        in.out().header(SLOT_TABLE);
        int slots = Math.min(SLOTS, in.target().vcpus().size());
        for (int id = 0; id < slots; id++) {
            SharedInfo.VcpuInfo slot = shared.vcpu(id);
            in.out()
                    .row(
                            SLOT_TABLE,
                            new Value.Quantity(id),
                            new Value.Truth(slot.upcallPending()),
                            new Value.Truth(slot.upcallMask()),
                            new Value.Address(slot.pendingSelector()),
                            new Value.Address(slot.cr2()),
                            new Value.Quantity(slot.systemTime()),
                            new Value.Address(slot.tscTimestamp()));
        }
    }

    /** The event channels that are pending: all of them, or those that are masked too. */
    private static List<String> ports(SharedInfo shared, boolean all) {
        var ports = new ArrayList<String>();
        for (int port = 0; port < shared.eventChannels(); port++) {
            if (shared.pending(port) && (all || shared.masked(port))) {
                ports.add(Integer.toString(port));
            }
        }
        return ports;
    }

    private static String clock(SharedInfo shared) {
        long seconds = shared.wallClockSeconds();
        String time = Long.toUnsignedString(seconds) + " s since 1970";
        if (seconds >= 0 && seconds <= LAST_WRITABLE_SECOND) {
            try {
                time = Instant.ofEpochSecond(seconds, shared.wallClockNanoseconds())
                        .toString();
            } catch (DateTimeException e) {
                // Nanoseconds from a damaged page: the number says enough.
            }
        }
        return (shared.wallClockVersion() & 1) != 0 ? time + " (being updated)" : time;
    }

    private static void line(List<String> lines, String label, String value) {
        lines.add(String.format(Locale.ROOT, "%-19s %s", label + ":", SingleLine.of(value)));
    }
}

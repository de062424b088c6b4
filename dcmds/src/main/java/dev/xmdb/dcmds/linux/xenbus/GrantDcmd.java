package dev.xmdb.dcmds.linux.xenbus;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.grant.GrantEntry;
import dev.xmdb.target.guest.linux.grant.GrantTable;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** {@code ::grants}. */
final class GrantDcmd {
    private static final DcmdSpec GRANTS = DcmdSpec.named("grants")
            .summary("print the pages that the domain lets others use")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('u', "only references that the other domain uses now"))
            .description(
                    "Prints every reference of the grant table that grants something, or the one whose number is given: what it grants, to which domain, the guest frame (and for a PV guest "
                            + "the machine frame) of the page, and how the other domain uses it. The first line says how many references the kernel has, and how many it "
                            + "could still give away.\n\n"
                            + "The table is Xen's memory. That of a PV guest is in no image: then the references that the kernel gave to its drivers are printed, without what they "
                            + "grant. References 0 to 7 are those of the domain's builder: 0 of the console, 1 of the store.")
            .example("::grants", "every granted page")
            .build();

    private final Invocation in;
    private final LinuxGuest guest;
    private final GrantTable table;
    private final boolean machineFrames;

    private GrantDcmd(Invocation in) {
        this.in = in;
        this.guest = LinuxKernel.of(in.target());
        try {
            this.table = GrantTable.of(KernelVariables.of(guest));
        } catch (TypeDataException | MemoryFaultException none) {
            throw new DcmdException("grant table: " + none.getMessage());
        }
        this.machineFrames =
                guest.image().kind() == DomainKind.PV && guest.image().frameNaming() == FrameNaming.MFN;
    }

    static Dcmd dcmd() {
        return new Declared(GRANTS, in -> new GrantDcmd(in).run());
    }

    private Status run() {
        if (in.hasAddress()) {
            if (in.address() < 0 || in.address() >= table.references()) {
                throw new DcmdException("there are " + table.references() + " grant references, and no "
                        + Long.toHexString(in.address()));
            }
            try {
                header();
                in.out().emit(row(table.entry((int) in.address())));
                return Status.OK;
            } catch (MemoryFaultException fault) {
                throw new DcmdException("failed to read grant reference " + in.address() + ": " + fault.getMessage());
            }
        }
        BitSet free = new BitSet();
        Status status = Status.OK;
        try {
            free = table.free();
        } catch (MemoryFaultException | TypeDataException broken) {
            in.warn("free grant references: " + broken.getMessage());
            status = Status.ERROR;
        }
        return readable() ? entries(free) == Status.OK ? status : Status.ERROR : numbers(free, status);
    }

    private boolean readable() {
        try {
            table.entry(0);
            return true;
        } catch (MemoryFaultException notThere) {
            return false;
        }
    }

    private void summary(int granted, BitSet free) {
        int total = table.references();
        int given = Math.max(0, total - GrantTable.RESERVED - free.cardinality());
        in.out()
                .emit(new Fields()
                        .quantity("version", table.version())
                        .address("address", table.address())
                        .quantity("pages", table.frames())
                        .quantity("references", total)
                        .quantity("given", given)
                        .quantity("free", free.cardinality())
                        .row(String.format(
                                Locale.ROOT,
                                "grant table version %d at %016x: %d references in %d page%s, %d given to drivers, %d free%s",
                                table.version(),
                                table.address(),
                                total,
                                table.frames(),
                                table.frames() == 1 ? "" : "s",
                                given,
                                free.cardinality(),
                                granted < 0 ? "; its pages are Xen's and not in the image" : "")));
    }

    private void header() {
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT, "%6s %-10s %-5s %10s %10s %s", "REF", "TYPE", "DOM", "PFN", "MFN", "FLAGS")));
        }
    }

    private Status entries(BitSet free) {
        if (!in.isPipeOutput()) {
            summary(0, free);
        }
        header();
        for (int reference = 0; reference < table.references(); reference++) {
            in.checkInterrupted();
            try {
                GrantEntry entry = table.entry(reference);
                if (entry.granted() && (entry.inUse() || !in.has('u'))) {
                    in.out().emit(row(entry));
                }
            } catch (MemoryFaultException fault) {
                in.warn("grant reference " + reference + ": " + fault.getMessage());
                return Status.ERROR;
            }
        }
        return Status.OK;
    }

    /** What the kernel's own memory says: which references it gave away. */
    private Status numbers(BitSet free, Status status) {
        if (!in.isPipeOutput()) {
            summary(-1, free);
        }
        boolean given = free.cardinality() < table.references() - GrantTable.RESERVED;
        if (status != Status.OK || in.has('u') || !given) {
            return status;
        }
        header();
        for (int reference = GrantTable.RESERVED; reference < table.references(); reference++) {
            if (!free.get(reference)) {
                in.out()
                        .emit(new Fields()
                                .quantity("ref", reference)
                                .row(
                                        String.format(
                                                Locale.ROOT, "%6d %-10s %-5s %10s %10s", reference, "?", "?", "?", "?"),
                                        reference));
            }
        }
        return status;
    }

    private Emission.Row row(GrantEntry entry) {
        List<String> words = entry.words();
        long pfn = machineFrames ? guest.image().frames().pfnOfMfn(entry.frame()) : entry.frame();
        boolean page = entry.granted() && !entry.transitive();
        Fields fields = new Fields()
                .quantity("ref", entry.reference())
                .text("type", entry.type())
                .quantity("dom", entry.domain());
        if (page && pfn != Frames.ABSENT) {
            fields.address("pfn", pfn);
        }
        if (page && machineFrames) {
            fields.address("mfn", entry.frame());
        }
        String part = entry.length() == 0
                ? ""
                : String.format(Locale.ROOT, " bytes %x to %x", entry.offset(), entry.offset() + entry.length());
        String through = entry.transitive() ? " reference " + entry.frame() + " of that domain" : "";
        return fields.texts("flags", words)
                .row(
                        String.format(
                                        Locale.ROOT,
                                        "%6d %-10s d%-4d %10s %10s %s%s%s",
                                        entry.reference(),
                                        entry.type(),
                                        entry.domain(),
                                        page && pfn != Frames.ABSENT ? Long.toHexString(pfn) : "-",
                                        page && machineFrames ? Long.toHexString(entry.frame()) : "-",
                                        String.join(",", words),
                                        part,
                                        through)
                                .stripTrailing(),
                        entry.reference());
    }
}

package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.AddressSpaceOptions;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.FrameNumbers;
import dev.xmdb.dcmds.WalkTable;
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
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.paging.Translation;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** {@code ::vatopfn}. */
final class VirtualToFrameDcmd {
    private static final Line WITH_MFN = Line.of(
                    "Virtual address 0x%x maps pfn 0x%x (mfn 0x%x)", "virtual", "pfn", "mfn")
            .pipes("pfn");
    private static final Line PFN_ONLY =
            Line.of("Virtual address 0x%x maps pfn 0x%x", "virtual", "pfn").pipes("pfn");
    private static final Line BY_ARITHMETIC =
            Line.of("By its place in the %s it is pfn 0x%x, %s", "place", "arithmetic_pfn", "agreement");

    private static final DcmdSpec VATOPFN = AddressSpaceOptions.declare(DcmdSpec.named("vatopfn")
                    .summary("print the frame that a virtual address is mapped to")
                    .address(AddressUse.REQUIRED)
                    .option(OptionSpec.flag('v', "show every level of the walk")))
            .description(
                    "Walks the page tables and prints the guest frame (pfn) behind the address and, for a PV guest, the machine frame (mfn). A pipe receives "
                            + "the guest frame. -v prints a line for every entry on the way, the root's first: level (1 is the last), frame of the table, index, the raw "
                            + "entry, its offset in the image file, and its flags in words; then the page's size and the rights that all levels leave.\n\n"
                            + "The tables of a 64-bit PV guest hold what Xen made of the entries: user everywhere, guest-kernel on kernel pages, global on user pages. "
                            + "A second line shows such an entry as the guest wrote it.\n\n"
                            + "Of a Solaris guest, unless one of -v, -c, -u or -r is given, the kernel's own records are asked first, as its debugger does: a line for every "
                            + "level at which the address space (-a, the kernel's if not given) has an htable, from 0, the lowest, with the entry in its table. The walk from "
                            + "the root must then come to the same frame, and it is an error when it does not. In a large page the frame is that of the address, "
                            + "not the page's first one.\n\n"
                            + "A Linux kernel maps all memory in one piece, and its image in another: what is mapped at an address there follows from the address as well. -v "
                            + "prints that frame too, and without -v a line says so when the walk came to another one.\n\n"
                            + AddressSpaceOptions.DESCRIPTION)
            .example("<rip::vatopfn", "the frame of the instruction at which vCPU 0 stood")
            .example("<rip::vatopfn -v", "the same with every level of the walk")
            .example("<rip::vatopfn | ::pfntomfn", "the machine frame")
            .build();

    private VirtualToFrameDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(VATOPFN, VirtualToFrameDcmd::vatopfn));
    }

    private static Status vatopfn(Invocation in) {
        boolean walkChosen = in.has('v')
                || in.has('u')
                || in.number('c').isPresent()
                || in.number('r').isPresent();
        if (!walkChosen && in.target().guest() instanceof SolarisGuest kernel) {
            return new HatTranslation(in, kernel).run();
        }
        Translation translation = AddressSpaceOptions.chosen(in).translate(in.address());
        if (in.has('v') && !in.isPipeOutput()) {
            WalkTable.emit(in, translation);
        }
        switch (translation.outcome()) {
            case Translation.Outcome.Mapped mapped -> compare(in, found(in, translation, mapped.frame()));
            case Translation.Outcome.FrameNotInImage absent -> compare(in, found(in, translation, absent.frame()));
            case Translation.Outcome.NotPresent _, Translation.Outcome.NonCanonical _ ->
                throw failure("Address 0x%x is unmapped: %s", in, translation);
            case Translation.Outcome.NoTables _,
                    Translation.Outcome.TableNotInImage _,
                    Translation.Outcome.ReservedBit _,
                    Translation.Outcome.HypervisorRange _ ->
                throw failure("Address 0x%x cannot be translated: %s", in, translation);
        }
        return Status.OK;
    }

    /** Prints the frame, and gives it. */
    private static long found(Invocation in, Translation translation, long frame) {
        var image = in.target().image();
        long pfn = FrameNumbers.pfnOfTableFrame(image, frame);
        if (pfn == Frames.ABSENT) {
            throw new DcmdException(String.format(
                    Locale.ROOT,
                    "Invalid %s %s: 0x%x is mapped, but %s",
                    FrameNumbers.word(image),
                    in.session().number(frame),
                    in.address(),
                    translation.reason()));
        }
        if (image.frameNaming() == FrameNaming.MFN) {
            in.out().line(WITH_MFN, new Value.Address(in.address()), new Value.Address(pfn), new Value.Address(frame));
        } else {
            in.out().line(PFN_ONLY, new Value.Address(in.address()), new Value.Address(pfn));
        }
        if (translation.outcome() instanceof Translation.Outcome.FrameNotInImage absent) {
            in.warn(String.format(
                    Locale.ROOT, "pfn 0x%x is %s", pfn, absent.absence().reason()));
        }
        return pfn;
    }

    /** What a Linux kernel's arithmetic makes of the address, beside what the walk came to. */
    private static void compare(Invocation in, long pfn) {
        if (in.isPipeOutput() || !(in.target().guest() instanceof LinuxGuest kernel)) {
            return;
        }
        AddressLayout layout = AddressLayout.of(kernel);
        OptionalLong own = layout.pfn(in.address());
        if (own.isPresent() && (in.has('v') || own.getAsLong() != pfn)) {
            in.out()
                    .line(
                            BY_ARITHMETIC,
                            new Value.Text(layout.isDirect(in.address()) ? "direct map" : "kernel's image"),
                            new Value.Address(own.getAsLong()),
                            new Value.Text(own.getAsLong() == pfn ? "the same" : "another one"));
        }
    }

    private static DcmdException failure(String format, Invocation in, Translation translation) {
        return new DcmdException(String.format(Locale.ROOT, format, in.address(), translation.reason()));
    }
}

package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dump.Frames;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import java.util.List;

/** {@code ::mfntopfn} and {@code ::pfntomfn}. */
final class FrameNumberDcmds {
    private static final Line PFN = Line.of("%r", "pfn").pipes("pfn");
    private static final Line MFN = Line.of("%r", "mfn").pipes("mfn");

    private static final DcmdSpec MFNTOPFN = DcmdSpec.named("mfntopfn")
            .summary("print the guest frame in front of a machine frame")
            .address(AddressUse.OPTIONAL)
            .description(
                    "Prints the pfn of an mfn that the domain owned when the image was taken. In an image without machine frames (HVM, PVH) both are the same "
                            + "number.")
            .example("<rip::vatopfn | ::pfntomfn | ::mfntopfn", "from a guest frame to its machine frame and back")
            .build();

    private static final DcmdSpec PFNTOMFN = DcmdSpec.named("pfntomfn")
            .summary("print the machine frame behind a guest frame")
            .address(AddressUse.OPTIONAL)
            .description(
                    "Prints the mfn of a pfn. In an image without machine frames (HVM, PVH) both are the same number.")
            .example("<rip::vatopfn | ::pfntomfn", "the machine frame of the instruction at which vCPU 0 stood")
            .build();

    private FrameNumberDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(MFNTOPFN, FrameNumberDcmds::mfntopfn), new Declared(PFNTOMFN, FrameNumberDcmds::pfntomfn));
    }

    private static Status mfntopfn(Invocation in) {
        if (!checked(in, "MFN")) {
            return Status.USAGE;
        }
        long pfn = in.target().image().frames().pfnOfMfn(in.address());
        if (pfn == Frames.ABSENT) {
            throw new DcmdException("Invalid mfn " + in.session().number(in.address()));
        }
        in.out().line(PFN, new Value.Address(pfn));
        return Status.OK;
    }

    private static Status pfntomfn(Invocation in) {
        if (!checked(in, "PFN")) {
            return Status.USAGE;
        }
        long mfn = in.target().image().frames().mfnOfPfn(in.address());
        if (mfn == Frames.ABSENT) {
            throw new DcmdException("Invalid pfn " + in.session().number(in.address()));
        }
        in.out().line(MFN, new Value.Address(mfn));
        return Status.OK;
    }

    private static boolean checked(Invocation in, String operand) {
        if (!in.hasAddress()) {
            in.warn(operand + " missing");
        }
        return in.hasAddress();
    }
}

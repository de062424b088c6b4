package dev.xmdb.dcmds;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.paging.PagingMode;

/** The Solaris kernel in a target. */
public final class SolarisKernel {
    private SolarisKernel() {}

    /**
     * The guest, for a dcmd or walker that declares itself to work on Solaris only.
     *
     * @throws DcmdException when the guest is another one
     */
    public static SolarisGuest of(Target target) {
        if (target.guest() instanceof SolarisGuest solaris) {
            return solaris;
        }
        throw new DcmdException(
                "this needs a Solaris guest, and this one is " + target.guest().kind());
    }

    /** The address of a variable of the kernel's. */
    public static long variable(SolarisGuest kernel, String name) {
        return kernel.symbols()
                .valueOf(name)
                .orElseThrow(() -> new DcmdException("failed to read " + name + ": unknown symbol name"));
    }

    /**
     * An address space, to be read through its own page tables.
     *
     * @param target where it is
     * @param as address of its {@code struct as}
     */
    public static GuestVirtual addressSpace(Target target, long as) {
        DomainImage image = target.image();
        long pfn = of(target).topTable(as);
        long frame = image.frameNaming() == FrameNaming.MFN ? image.frames().mfnOfPfn(pfn) : pfn;
        if (frame == Frames.ABSENT) {
            throw new DcmdException("the page tables of the address space at " + Long.toHexString(as)
                    + " are not in the image: invalid pfn " + Long.toHexString(pfn));
        }
        PagingMode mode = target.virtual() instanceof GuestVirtual virtual
                ? virtual.mode()
                : target.wordSize() == Long.BYTES ? PagingMode.LONG_4_LEVEL : PagingMode.PAE;
        boolean folded = mode == PagingMode.PAE && image.kind() == DomainKind.PV;
        return target.virtual(
                folded
                        ? Integer.toUnsignedLong(Integer.rotateLeft((int) frame, Frames.PAGE_SHIFT))
                        : frame << Frames.PAGE_SHIFT,
                mode);
    }
}

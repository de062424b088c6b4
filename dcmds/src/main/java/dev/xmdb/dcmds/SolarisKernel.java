package dev.xmdb.dcmds;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.solaris.SolarisGuest;

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
}

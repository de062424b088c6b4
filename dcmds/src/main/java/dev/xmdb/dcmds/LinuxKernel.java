package dev.xmdb.dcmds;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.linux.LinuxGuest;

/** The Linux kernel in a target. */
public final class LinuxKernel {
    private LinuxKernel() {}

    /**
     * The guest, for a dcmd or walker that declares itself to work on Linux only.
     *
     * @throws DcmdException when the guest is another one
     */
    public static LinuxGuest of(Target target) {
        if (target.guest() instanceof LinuxGuest linux) {
            return linux;
        }
        throw new DcmdException(
                "this needs a Linux guest, and this one is " + target.guest().kind());
    }

    /** The address of a variable of the kernel's. */
    public static long variable(LinuxGuest kernel, String name) {
        return kernel.kallsyms()
                .valueOf(name)
                .orElseThrow(() -> new DcmdException("failed to read " + name + ": unknown symbol name"));
    }
}

package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.vcpu.GuestContextBuilder;

/** What the kernel says of itself: names, the kinds of locks that threads sleep on. */
public final class SystemIdentity {
    private static final int IN_KERNEL = 0x25; // FPU valid, in kernel, online

    private SystemIdentity() {}

    /** Writes the names of the system, {@code node} that of the domain. */
    public static void write(Kernel kernel, String node) {
        kernel.variable("struct utsname", "utsname")
                .setText("sysname", "SunOS")
                .setText("nodename", node)
                .setText("release", "5.11")
                .setText("version", "onnv-johnlev")
                .setText("machine", "i86pc");
        kernel.space().putText(kernel.symbols().address("platform"), "i86xpv");
        kernel.variable("sobj_ops_t", "mutex_sobj_ops").set("sobj_type", 1);
        kernel.variable("sobj_ops_t", "rw_sobj_ops").set("sobj_type", 2);
        kernel.variable("sobj_ops_t", "cv_sobj_ops").set("sobj_type", 3);
        kernel.variable("sobj_ops_t", "sema_sobj_ops").set("sobj_type", 4);
    }

    /** Starts the context of a vCPU that runs this kernel. */
    public static GuestContextBuilder context(Kernel kernel) {
        return GuestContextBuilder.x86_64()
                .flags(IN_KERNEL)
                .controlRegister(0, 0x8005003bL)
                .controlRegister(3, kernel.space().tables().rootMfn() << Frames.PAGE_SHIFT)
                .controlRegister(4, 0x660)
                .register("cs", 0xe030)
                .register("ss", 0xe02b)
                .register("rflags", 0x246)
                .gdt(32, kernel.memory().host().mfn(kernel.space().tables().pfn(Kernel.GDT)));
    }
}

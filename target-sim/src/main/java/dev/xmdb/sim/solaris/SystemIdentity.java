package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.vcpu.GuestContextBuilder;
import dev.xmdb.sim.machine.Virtualisation;

/** What the kernel says of itself: names, the kinds of locks that threads sleep on. */
public final class SystemIdentity {
    private static final int IN_KERNEL = 0x25; // FPU valid, in kernel, online
    private static final int ONLINE = 0x21; // FPU valid, online

    private SystemIdentity() {}

    /** Writes the names of the system, {@code node} that of the domain. */
    public static void write(Kernel kernel, String node) {
        kernel.variable("struct utsname", "utsname")
                .setText("sysname", "SunOS")
                .setText("nodename", node)
                .setText("release", "5.11")
                .setText("version", "onnv-johnlev")
                .setText("machine", "i86pc");
        boolean hvm = kernel.virtualisation() == Virtualisation.HVM;
        kernel.space().putText(kernel.symbols().address("platform"), hvm ? "i86pc" : "i86xpv");
        kernel.variable("sobj_ops_t", "mutex_sobj_ops").set("sobj_type", 1);
        kernel.variable("sobj_ops_t", "rw_sobj_ops").set("sobj_type", 2);
        kernel.variable("sobj_ops_t", "cv_sobj_ops").set("sobj_type", 3);
        kernel.variable("sobj_ops_t", "sema_sobj_ops").set("sobj_type", 4);
    }

    /** Starts the context of a vCPU that runs this kernel. */
    public static GuestContextBuilder context(Kernel kernel) {
        boolean hvm = kernel.virtualisation() == Virtualisation.HVM;
        GuestContextBuilder context = GuestContextBuilder.x86_64()
                .flags(hvm ? ONLINE : IN_KERNEL)
                .controlRegister(0, 0x8005003bL)
                .controlRegister(3, kernel.space().tables().rootMfn() << Frames.PAGE_SHIFT)
                .controlRegister(4, hvm ? 0x6b8 : 0x660)
                .register("cs", kernel.virtualisation().kernelCode())
                .register("ss", kernel.virtualisation().kernelData())
                .register("rflags", 0x246);
        // Of an HVM guest's descriptor tables the context tells nothing.
        return hvm
                ? context
                : context.gdt(
                        32, kernel.memory().host().mfn(kernel.space().tables().pfn(Kernel.GDT)));
    }

    /** Tells the stack that Xen switches a vCPU to when it enters the kernel; an HVM guest switches stacks by itself. */
    public static GuestContextBuilder kernelStack(Kernel kernel, GuestContextBuilder context, long top) {
        return kernel.virtualisation() == Virtualisation.PV
                ? context.kernelStack(kernel.virtualisation().kernelData(), top)
                : context;
    }
}

package dev.xmdb.dcmds;

import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.elf.ElfDumpCoreWriter;
import dev.xmdb.dump.vcpu.GuestContextBuilder;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.dump.vcpu.SharedInfoBuilder;
import dev.xmdb.dump.vcpu.VcpuContext;
import dev.xmdb.dump.xccore.XcCoreWriter;
import dev.xmdb.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * Three small domains.
 *
 * <p>The 64-bit PV one has frames 0 to d without a (ballooned out). Kernel tables are frames 1 to 4, user tables 5 to 8:
 *
 * <pre>
 * ffffffff81000000  frame 9   kernel text, read-only
 * ffffffff81001000  frame b   kernel stack, no execute
 * ffffffff81002000  mfn 77777, which is not the domain's
 * ffffffff81003000  not present in level 1
 * ffffffff81200000  not present in level 2
 * ffffffff81400000  its table, mfn 99999, is not the domain's
 * 400000            frame c   under the user root only
 * </pre>
 *
 * vCPU 0 is in the kernel, vCPU 1 in a user program.
 */
public final class SampleDomains {
    /** Where vCPU 0 of the PV domain stands. */
    public static final long RIP = 0xffffffff81000123L;

    /** Stack pointer of vCPU 0 of the PV domain. */
    public static final long RSP = 0xffffffff81001f00L;

    private static final XenVersion HOSTILE_HOST =
            new XenVersion(4, 2, ".0", "gcc\ndegraded: not at all", "", "", "", "\33[31mred", "", 0, 0);

    private static final long TABLE = 0x67;
    private static final long GUEST_KERNEL = 1L << 52;
    private static final long NO_EXECUTE = 1L << 63;
    private static final long VGCF_KERNEL = 0x25;
    private static final long VGCF_USER = 0x21;

    private SampleDomains() {}

    /** A domain in the older container: two pages, one vCPU, its machine frames in slot order. */
    public static Target xcCore(Path folder) {
        var memory = new DomainBuilder(pfn -> 0x700 + pfn);
        memory.page(0);
        memory.text(1, 0, "second slot");
        var context = GuestContextBuilder.x86_64()
                .register("rip", RIP)
                .register("cs", 0xe033)
                .flags(0x4)
                .controlRegister(0, 0x80050033L)
                .controlRegister(3, 0x700000);
        Path file = folder.resolve("xc.core");
        try {
            XcCoreWriter.paravirtualised(8).vcpu(context.build()).write(file, memory.slots());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return DomainBuilder.open(file);
    }

    /** The 64-bit PV domain, its file cut in the middle of the pages. */
    public static Target truncated(Path folder) {
        try (Target whole = pv64(folder)) {
            Path file = folder.resolve("cut.core");
            byte[] bytes = Files.readAllBytes(folder.resolve("pv64.core"));
            Files.write(file, Arrays.copyOf(bytes, (int) whole.image().frames().fileOffsetOfPfn(5)));
            return DomainBuilder.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The machine frame of a frame of the PV domains: three ranges. */
    public static long mfn(long pfn) {
        return pfn < 5 ? 0x41230 + pfn : pfn < 10 ? 0x52000 + pfn : 0x30000 + pfn;
    }

    /** The 64-bit PV domain. */
    public static Target pv64(Path folder) {
        var memory = new DomainBuilder(SampleDomains::mfn);
        memory.text(0, 0, "frame zero");
        memory.entry(1, 511, 2, TABLE).entry(2, 510, 3, TABLE);
        memory.entry(3, 8, 4, TABLE).rawEntry(3, 10, 0x99999067L);
        memory.entry(4, 0, 9, 0x25 | GUEST_KERNEL).entry(4, 1, 0xb, TABLE | GUEST_KERNEL | NO_EXECUTE);
        memory.rawEntry(4, 2, 0x77777067L);
        memory.entry(5, 0, 6, TABLE).entry(6, 0, 7, TABLE).entry(7, 2, 8, TABLE).entry(8, 0, 0xc, 0x125);
        memory.number(9, 0x120, 0x9090909090c3c9L);
        memory.text(0xb, 0xf00, "Xen domain image").number(0xb, 0xf30, 0x1122334455667788L);
        memory.text(0xc, 0, "user page");
        memory.page(0xd);
        var kernel = GuestContextBuilder.x86_64()
                .flags(VGCF_KERNEL)
                .register("rip", RIP)
                .register("rsp", RSP)
                .register("rbp", RSP + 0x30)
                .register("rax", 0x1)
                .register("r8", 0x8888)
                .register("r15", 0xfeedfacecafebeefL)
                .register("rflags", 0x246)
                .register("cs", 0xe033)
                .register("ss", 0xe02b)
                .register("ds", 0x2b)
                .controlRegister(0, 0x80050033L)
                .controlRegister(1, mfn(5) << 12)
                .controlRegister(2, 0x5e22c0)
                .controlRegister(3, mfn(1) << 12)
                .controlRegister(4, 0x2660)
                .debugRegister(6, 0xffff0ff0L)
                .debugRegister(7, 0x400)
                .bases(0x7f0000001000L, 0xffff888007a00000L, 0)
                .kernelStack(0xe02b, 0xffffffff81001ff8L)
                .gdt(16, mfn(0xd))
                .trap(new VcpuContext.TrapEntry(14, 4, 0xe033, 0xffffffff81000e0eL))
                .callbacks(0xffffffff81000200L, 0xffffffff81000300L, 0xffffffff81000400L)
                .vmAssist(0x24);
        var user = GuestContextBuilder.x86_64()
                .flags(VGCF_USER)
                .register("rip", 0x400010)
                .register("rsp", 0x400f00)
                .register("cs", 0x33)
                .controlRegister(0, 0x80050033L)
                .controlRegister(1, mfn(5) << 12)
                .controlRegister(3, mfn(1) << 12)
                .controlRegister(4, 0x2660);
        var shared = SharedInfoBuilder.x86_64()
                .eventChannel(3, true, false)
                .eventChannel(70, true, true)
                .eventChannel(71, false, true)
                .wallClock(2, 1_700_000_000L, 5)
                .p2mTree(0xe, mfn(0))
                .vcpu(0, new SharedInfo.VcpuInfo(true, false, 0x3, 0x5e22c0, 4, 0x1000, 97_457_754_929L));
        return memory.open(
                ElfDumpCoreWriter.paravirtualised(8)
                        .vcpu(kernel.build())
                        .vcpu(user.build())
                        .sharedInfo(shared.build())
                        .xenVersion(new XenVersion(
                                4,
                                17,
                                ".7",
                                "gcc 12.2.0",
                                "builder",
                                "example.org",
                                "Wed Nov  4 16:52:28 UTC 2026",
                                "xen-3.0-x86_64 hvm-3.0-x86_64",
                                "0123456789ab",
                                0xffff800000000000L,
                                4096)),
                folder.resolve("pv64.core"));
    }

    /** A 32-bit PV domain under PAE: one vCPU, no shared_info, one page at c0000000. */
    public static Target pv32(Path folder) {
        var memory = new DomainBuilder(SampleDomains::mfn);
        memory.page(0);
        memory.entry(1, 3, 2, 1).entry(2, 0, 3, TABLE).entry(3, 0, 4, TABLE).text(4, 0, "thirty-two bits");
        var context = GuestContextBuilder.x86_32()
                .flags(VGCF_KERNEL)
                .register("eip", 0xc0000123L)
                .register("esp", 0xc0000f00L)
                .register("ebp", 0xc0000f10L)
                .register("eax", 0x11)
                .register("edi", 0xd1)
                .register("eflags", 0x1202)
                .register("cs", 0xe019)
                .register("ss", 0xe021)
                .register("ds", 0x7b)
                .controlRegister(0, 0x80050033L)
                .controlRegister(3, GuestContextBuilder.foldedRoot(mfn(1)))
                .controlRegister(4, 0x660);
        return memory.open(ElfDumpCoreWriter.paravirtualised(4).vcpu(context.build()), folder.resolve("pv32.core"));
    }

    /** An auto-translated domain: 4-level tables in frames 1 to 4, a page at 0 and a 2 MiB page at 200000. */
    public static Target hvm(Path folder) {
        var memory = new DomainBuilder(LongUnaryOperator.identity());
        memory.page(0);
        memory.entry(1, 0, 2, TABLE).entry(2, 0, 3, TABLE);
        memory.entry(3, 0, 4, TABLE).entry(3, 1, 0x200, TABLE | 0x80);
        memory.entry(4, 0, 5, TABLE);
        memory.text(5, 0, "guest frame five").text(0x201, 0x10, "in the large page");
        var context = GuestContextBuilder.x86_64()
                .flags(VGCF_USER)
                .register("rip", 0x10)
                .register("rsp", 0x201010)
                .register("r9", 0x100000000L)
                .register("cs", 0x10)
                .controlRegister(0, 0x80050033L)
                .controlRegister(3, 0x1000)
                .controlRegister(4, 0x20);
        return memory.open(
                ElfDumpCoreWriter.autoTranslated().vcpu(context.build()).xenVersion(HOSTILE_HOST),
                folder.resolve("hvm.core"));
    }
}

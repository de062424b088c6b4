package dev.xmdb.dcmds;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.target.Target;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.space.ProcessSpace;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.paging.PagingMode;
import java.util.Locale;
import java.util.Optional;

/** The options with which a command chooses the page tables to walk: {@code -a as}, {@code -c vcpu}, {@code -u}, {@code -r root}. */
public final class AddressSpaceOptions {
    /** What these options do, for a command's description. */
    public static final String DESCRIPTION =
            "The address is looked up under the kernel root of vCPU 0, or under the root that xmdb was started with. "
                    + "-c takes another vCPU's, -u the user root that a 64-bit PV vCPU has beside its kernel root, and -r any cr3 value: a "
                    + "machine address for a PV guest (folded for a 32-bit one), a guest-physical address otherwise. The shape of the "
                    + "tables is that of the vCPU. -a takes the root of a process' address space: on Solaris by its struct as, on Linux by its mm_struct.";

    private AddressSpaceOptions() {}

    /** Declares the options. */
    public static DcmdSpec.Builder declare(DcmdSpec.Builder spec) {
        return spec.option(OptionSpec.number(
                        'a', "as", "walk the tables of this struct as (Solaris) or mm_struct (Linux)"))
                .option(OptionSpec.flag('u', "walk the user root of the vCPU (64-bit PV guests)"))
                .option(OptionSpec.number('c', "vcpu", "walk the root of this vCPU"))
                .option(OptionSpec.number('r', "root", "walk the tables under this cr3 value"));
    }

    /**
     * The address space that an invocation's options choose.
     *
     * @throws DcmdException when there is no such vCPU, or it has no such root
     */
    public static GuestVirtual chosen(Invocation invocation) {
        Target target = invocation.target();
        if (invocation.number('a').isPresent()) {
            if (invocation.has('u')
                    || invocation.number('r').isPresent()
                    || invocation.number('c').isPresent()) {
                throw new DcmdException("-a goes without -c, -u and -r");
            }
            long space = invocation.number('a').getAsLong();
            return target.guest() instanceof LinuxGuest linux
                    ? new ProcessSpace(linux, space).memory()
                    : SolarisKernel.addressSpace(target, space);
        }
        if (invocation.has('u') && invocation.number('r').isPresent()) {
            throw new DcmdException("only one of -u and -r may be given");
        }
        if (invocation.number('r').isPresent()) {
            return target.virtual(invocation.number('r').getAsLong(), mode(invocation));
        }
        if (invocation.has('u')) {
            Vcpu vcpu = vcpu(target, invocation.number('c').orElse(0));
            return vcpu.user()
                    .orElseThrow(() ->
                            new DcmdException(String.format(Locale.ROOT, "vCPU %d has no user root", vcpu.index())));
        }
        if (invocation.number('c').isPresent()) {
            Vcpu vcpu = vcpu(target, invocation.number('c').getAsLong());
            return vcpu.kernel().orElseThrow(() -> noRoot(vcpu));
        }
        if (target.virtual() instanceof GuestVirtual virtual) {
            return virtual;
        }
        throw target.vcpus().isEmpty()
                ? new DcmdException("the image has no vCPU; give a root with -r")
                : noRoot(target.vcpus().getFirst());
    }

    /**
     * A vCPU by its place in the image.
     *
     * @throws DcmdException when there is none
     */
    public static Vcpu vcpu(Target target, long index) {
        return findVcpu(target, index)
                .orElseThrow(() -> new DcmdException(String.format(
                        Locale.ROOT,
                        "no vCPU %s in the image, which has %d",
                        Long.toUnsignedString(index),
                        target.vcpus().size())));
    }

    /** A vCPU by its place in the image, if there is one. */
    public static Optional<Vcpu> findVcpu(Target target, long index) {
        var vcpus = target.vcpus();
        return index >= 0 && index < vcpus.size() ? Optional.of(vcpus.get((int) index)) : Optional.empty();
    }

    private static PagingMode mode(Invocation invocation) {
        Target target = invocation.target();
        if (target.vcpus().isEmpty() && invocation.number('c').isEmpty()) {
            return target.wordSize() == 8 ? PagingMode.LONG_4_LEVEL : PagingMode.PAE;
        }
        return vcpu(target, invocation.number('c').orElse(0)).mode();
    }

    private static DcmdException noRoot(Vcpu vcpu) {
        return new DcmdException(
                String.format(Locale.ROOT, "vCPU %d has no page-table root; give one with -r", vcpu.index()));
    }
}

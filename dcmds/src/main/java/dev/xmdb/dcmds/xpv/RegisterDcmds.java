package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.RegisterLayout;
import dev.xmdb.dcmds.VcpuChoice;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.Vcpu;
import java.util.List;

/** {@code ::cpuregs}. */
final class RegisterDcmds {
    private static final DcmdSpec CPUREGS = DcmdSpec.named("cpuregs")
            .summary("print the registers of a vCPU")
            .address(AddressUse.OPTIONAL)
            .option(OptionSpec.flag('a', "of every vCPU, each under a line that names it"))
            .option(OptionSpec.flag(
                    'x', "also control and debug registers, segment bases, tables, callbacks and flags"))
            .option(OptionSpec.number('c', "cpuid", "of the vCPU with this index; vCPU 0 when not given"))
            .description(
                    "Prints registers in the layout of ::regs. An address stands for the index too, so that ::walk vcpu and ::vcpus can feed it; that of a cpu_t in a Solaris guest, of an rq in a Linux one, stands for its CPU.")
            .example("::cpuregs -c 0", "the registers of vCPU 0")
            .example("::cpuregs -a", "the registers of every vCPU")
            .example("::cpuregs -x", "everything that Xen saved of vCPU 0")
            .build();

    private RegisterDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(CPUREGS, RegisterDcmds::cpuregs));
    }

    private static Status cpuregs(Invocation in) {
        int choices = (in.hasAddress() ? 1 : 0)
                + (in.has('a') ? 1 : 0)
                + (in.number('c').isPresent() ? 1 : 0);
        if (choices > 1) {
            in.warn("only one of an address, -a and -c may be given");
            return Status.USAGE;
        }
        if (in.has('a')) {
            for (Vcpu vcpu : in.target().vcpus()) {
                in.checkInterrupted();
                if (!in.isPipeOutput()) {
                    in.out().emit(new Emission.Header("vCPU " + vcpu.index() + ":"));
                }
                emit(in, vcpu);
            }
            return Status.OK;
        }
        long index = in.number('c').orElse(in.hasAddress() ? VcpuChoice.index(in.target(), in.address()) : 0);
        emit(in, VcpuChoice.vcpu(in.target(), index));
        return Status.OK;
    }

    private static void emit(Invocation in, Vcpu vcpu) {
        in.out().emit(RegisterLayout.of(in.session().layout(), vcpu));
        if (in.has('x')) {
            in.out().emit(ContextLayout.of(in, vcpu));
        }
    }
}

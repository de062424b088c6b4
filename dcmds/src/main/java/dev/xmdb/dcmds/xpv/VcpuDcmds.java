package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.AddressSpaceOptions;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.dump.ImageFormat;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Target;
import dev.xmdb.target.Vcpu;
import java.util.ArrayList;
import java.util.List;

/** {@code ::vcpus}. */
final class VcpuDcmds {
    private static final int CR3 = 3;
    private static final int USER_CR3 = 1;

    private static final Table TABLE = Table.of(
            Column.of("CPU", "%3d").pipes(),
            Column.of("STATE", "%-14s"),
            Column.of("RIP", "%?p"),
            Column.of("RSP", "%?p"),
            Column.of("CR3", "%?p"),
            Column.of("USER-CR3", "%?p"),
            Column.of("PAGING", "%s"));

    private static final DcmdSpec VCPUS = DcmdSpec.named("vcpus")
            .summary("print a line for every vCPU")
            .address(AddressUse.OPTIONAL)
            .description(
                    "Prints for every vCPU in the image, or for the one whose index is given: its index; whether Xen had it online and whether it ran in the "
                            + "guest's kernel or in a user program; its instruction and stack pointers; its raw cr3, and that of the user half where a 64-bit PV guest has "
                            + "one; and its paging mode. The index is a place in the image: it is not Xen's vCPU id if Xen's tools left vCPUs out. Images of Xen before "
                            + "3.1 do not say which vCPUs were online.")
            .example("::vcpus", "lists the vCPUs")
            .example("0::vcpus", "the first one only")
            .example("::vcpus | ::cpuregs", "prints the registers of each")
            .build();

    private VcpuDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(VCPUS, VcpuDcmds::vcpus));
    }

    private static Status vcpus(Invocation in) {
        Target target = in.target();
        List<Vcpu> shown = in.hasAddress() ? List.of(AddressSpaceOptions.vcpu(target, in.address())) : target.vcpus();
        in.out().header(TABLE);
        for (Vcpu vcpu : shown) {
            in.checkInterrupted();
            in.out()
                    .row(
                            TABLE,
                            new Value.Quantity(vcpu.index()),
                            new Value.Flags(vcpu.context().flags(), state(target, vcpu)),
                            new Value.Address(vcpu.context().instructionPointer()),
                            new Value.Address(vcpu.context().stackPointer()),
                            new Value.Address(vcpu.context().controlRegister(CR3)),
                            vcpu.user().isPresent()
                                    ? new Value.Address(vcpu.context().controlRegister(USER_CR3))
                                    : new Value.Absent(),
                            new Value.Text(vcpu.mode().description()));
        }
        return Status.OK;
    }

    private static List<String> state(Target target, Vcpu vcpu) {
        var words = new ArrayList<String>();
        if (target.image().format() != ImageFormat.XC_CORE) {
            words.add(vcpu.context().online() ? "online" : "offline");
        }
        words.add(vcpu.kernelMode() ? "kernel" : "user");
        return words;
    }
}

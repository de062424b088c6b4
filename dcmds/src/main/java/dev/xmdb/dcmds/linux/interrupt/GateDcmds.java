package dev.xmdb.dcmds.linux.interrupt;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.VcpuChoice;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.irq.Gate;
import dev.xmdb.target.guest.linux.irq.Gates;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::idt ::gate_desc}. */
final class GateDcmds {
    private static final String COLUMNS = "%-34s %-4s %3s %1s %3s %3s";

    private static final DcmdSpec IDT = DcmdSpec.named("idt")
            .summary("print the ways into the kernel")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.number(
                    'c', "vcpu", "of the vCPU with this index instead of the first one, in a PV guest"))
            .option(OptionSpec.flag('a', "also what is not present"))
            .description(
                    "Prints the gates of the interrupt descriptor table at an address, or of the kernel's own: vector, handler, code segment, the least privileged level that may "
                            + "use it by an instruction (DPL), whether it is present, whether interrupts are turned off on the way (int) or not (trp), and the number of the stack "
                            + "that the CPU changes to (IST, 0: none of its own).\n\n"
                            + "The table that a PV guest runs on is Xen's: there, the traps are printed that the guest told Xen of, which are in the image for each vCPU. A CPU that "
                            + "uses FRED (bit 32 of its cr4) does not look at the table.")
            .example("::idt", "every gate")
            .build();

    private static final DcmdSpec GATE_DESC = DcmdSpec.named("gate_desc")
            .summary("print a gate of an interrupt descriptor table")
            .address(AddressUse.REQUIRED)
            .guest(LinuxGuest.KIND)
            .description(
                    "Prints the gate at an address: handler, code segment, privilege level, whether it is present, its type and stack; as ::idt does.")
            .example("idt_table::gate_desc", "the first gate of the kernel's table")
            .build();

    private GateDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(IDT, GateDcmds::idt), new Declared(GATE_DESC, GateDcmds::gate));
    }

    private static Status idt(Invocation in) {
        List<Gate> gates = gates(in);
        if (!in.isPipeOutput()) {
            in.out().emit(header("VEC "));
        }
        for (Gate gate : gates) {
            in.checkInterrupted();
            if (gate.present() || in.has('a')) {
                in.out().emit(row(in.out().layout(), gate, true));
            }
        }
        return Status.OK;
    }

    private static List<Gate> gates(Invocation in) {
        LinuxGuest guest = LinuxKernel.of(in.target());
        boolean paravirtual = guest.image().kind() == DomainKind.PV;
        if (in.number('c').isPresent() && (in.hasAddress() || !paravirtual)) {
            throw new DcmdException("-c is for the vCPUs of a PV guest, and not with an address");
        }
        try {
            if (in.hasAddress()) {
                return Gates.of(guest.memory(), in.address());
            }
            return paravirtual
                    ? Gates.of(VcpuChoice.vcpu(in.target(), in.number('c').orElse(0))
                            .context())
                    : Gates.of(guest.memory(), LinuxKernel.variable(guest, "idt_table"));
        } catch (MemoryFaultException fault) {
            throw new DcmdException("failed to read an interrupt descriptor table: " + fault.getMessage());
        }
    }

    private static Status gate(Invocation in) {
        LinuxGuest guest = LinuxKernel.of(in.target());
        try {
            Gate gate = Gates.at(guest.memory(), in.address(), 0);
            if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
                in.out().emit(header(""));
            }
            in.out().emit(row(in.out().layout(), gate, false));
            return Status.OK;
        } catch (MemoryFaultException fault) {
            throw new DcmdException("failed to read gate_desc: " + fault.getMessage());
        }
    }

    private static Emission.Header header(String first) {
        return new Emission.Header(
                first + String.format(Locale.ROOT, COLUMNS, "HANDLER", "SEL", "DPL", "P", "TYP", "IST"));
    }

    private static Emission.Row row(Layout layout, Gate gate, boolean withVector) {
        String handler = Optional.ofNullable(layout.symbol(gate.handler())).orElse(Long.toHexString(gate.handler()));
        String text = String.format(
                Locale.ROOT,
                COLUMNS,
                handler,
                Integer.toHexString(gate.selector()),
                gate.level(),
                gate.present() ? "+" : " ",
                gate.kind().word(),
                gate.stack());
        var fields = new Fields();
        if (withVector) {
            fields.quantity("vec", gate.vector());
        }
        return fields.add("handler", new Value.SymbolRef(gate.handler(), layout.symbol(gate.handler())))
                .address("sel", gate.selector())
                .quantity("dpl", gate.level())
                .truth("p", gate.present())
                .text("typ", gate.kind().word())
                .quantity("ist", gate.stack())
                .row(withVector ? String.format(Locale.ROOT, "%-3x ", gate.vector()) + text : text, gate.handler());
    }
}

package dev.xmdb.dcmds.linux.interrupt;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.irq.EventChannels;
import dev.xmdb.target.guest.linux.irq.EventPorts;
import dev.xmdb.target.guest.linux.irq.EventQueue;
import dev.xmdb.target.guest.linux.irq.VcpuEvents;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code ::vcpuinfo}. */
final class VcpuInfoDcmd {
    private static final DcmdSpec VCPUINFO = DcmdSpec.named("vcpuinfo")
            .summary("print what each CPU and Xen tell each other of events")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .description(
                    "Prints a line for every CPU, or for the one whose number is given: the struct vcpu_info that it uses, whether Xen has told it that events came (Upcall), whether it "
                            + "does not want to be told (Mask, the interrupt flag of a PV guest, which means nothing in others), whether it takes no interrupts at all (Off), and what "
                            + "waits for it: the queues of the FIFO ABI that are not empty with the channels in their order, or the words of the 2-level bitmap (Selector).")
            .example("::vcpuinfo", "every CPU")
            .build();

    private VcpuInfoDcmd() {}

    static Dcmd dcmd() {
        return new Declared(VCPUINFO, VcpuInfoDcmd::run);
    }

    private static Status run(Invocation in) {
        EventChannels events = Events.of(in.target());
        List<VcpuEvents> shown = events.cpus();
        if (in.hasAddress()) {
            shown = shown.stream().filter(cpu -> cpu.cpu() == in.address()).toList();
            if (shown.isEmpty()) {
                throw new DcmdException(Long.toHexString(in.address()) + " is not the number of a CPU");
            }
        }
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header("CPU Addr             Upcall Mask Off Selector Queues ("
                            + events.ports().abi() + ")"));
        }
        boolean fifo = events.ports() instanceof EventPorts.Fifo;
        for (VcpuEvents cpu : shown) {
            in.checkInterrupted();
            List<String> queues = cpu.queues().stream().map(VcpuInfoDcmd::text).toList();
            in.out()
                    .emit(new Fields()
                            .quantity("cpu", cpu.cpu())
                            .address("addr", cpu.address())
                            .truth("upcall", cpu.upcallPending())
                            .truth("mask", cpu.upcallMask())
                            .truth("off", cpu.interruptsOff())
                            .add("selector", fifo ? new Value.Absent() : new Value.Address(cpu.selector()))
                            .address("control_block", cpu.control())
                            .texts("queues", queues)
                            .row(
                                    String.format(
                                            Locale.ROOT,
                                            "%-3d %016x %-6s %-4s %-3s %-8s %s",
                                            cpu.cpu(),
                                            cpu.address(),
                                            cpu.inImage() ? digit(cpu.upcallPending()) : "?",
                                            cpu.inImage() ? digit(cpu.upcallMask()) : "?",
                                            digit(cpu.interruptsOff()),
                                            fifo ? "-" : Long.toHexString(cpu.selector()),
                                            queues.isEmpty() ? "-" : String.join(" ", queues)),
                                    cpu.address()));
        }
        return Events.tell(in, events);
    }

    private static String text(EventQueue queue) {
        return queue.priority() + ":"
                + queue.ports().stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static String digit(boolean set) {
        return set ? "1" : "0";
    }
}

package dev.xmdb.dcmds.linux.interrupt;

import dev.xmdb.dcmds.LinuxWalker;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.irq.EventChannels;
import dev.xmdb.target.guest.linux.irq.IrqDescriptor;
import dev.xmdb.target.guest.linux.irq.IrqDescriptors;
import dev.xmdb.target.guest.linux.irq.XenIrq;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import java.util.List;
import java.util.stream.Stream;

/** What this package offers. */
public final class InterruptCommands {
    private InterruptCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return Stream.concat(
                        Stream.of(EventChannelDcmd.dcmd(), InterruptDcmd.dcmd(), VcpuInfoDcmd.dcmd()),
                        GateDcmds.all().stream())
                .toList();
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return List.of(
                new LinuxWalker(
                        "irq",
                        "the struct irq_desc of every interrupt number",
                        AddressUse.NONE,
                        InterruptCommands::irqs),
                new LinuxWalker(
                        "xen_irq",
                        "the struct irq_info of every interrupt number of Xen's",
                        AddressUse.NONE,
                        (guest, walk) -> infos(walk, false)),
                new LinuxWalker(
                        "evtchn",
                        "the struct irq_info of every bound event channel",
                        AddressUse.NONE,
                        (guest, walk) -> infos(walk, true)));
    }

    private static void irqs(LinuxGuest guest, Walk walk) {
        for (IrqDescriptor irq : IrqDescriptors.read(KernelVariables.of(guest), walk::warn)) {
            if (!walk.deliver(irq.address())) {
                return;
            }
        }
    }

    private static void infos(Walk walk, boolean bound) {
        EventChannels events = Events.of(walk.target());
        for (XenIrq irq : events.irqs()) {
            if ((irq.port() != 0 || !bound) && !walk.deliver(irq.address())) {
                return;
            }
        }
        events.problems().forEach(walk::warn);
    }
}

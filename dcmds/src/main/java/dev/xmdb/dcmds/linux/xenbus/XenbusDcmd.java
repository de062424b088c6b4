package dev.xmdb.dcmds.linux.xenbus;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.irq.EventChannels;
import dev.xmdb.target.guest.linux.irq.XenBinding;
import dev.xmdb.target.guest.linux.irq.XenIrq;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.guest.linux.xenbus.DeviceRing;
import dev.xmdb.target.guest.linux.xenbus.FrontendRings;
import dev.xmdb.target.guest.linux.xenbus.XenbusDevice;
import dev.xmdb.target.guest.linux.xenbus.XenbusDevices;
import dev.xmdb.target.guest.linux.xenbus.XenbusState;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code ::xenbus}. */
final class XenbusDcmd {
    private static final DcmdSpec XENBUS = DcmdSpec.named("xenbus")
            .summary("print the devices that the domain has together with others")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(
                    OptionSpec.flag(
                            'v',
                            "with both places in the store, what the driver keeps, and the rings of network and disk frontends"))
            .description(
                    "Prints a line for every device on the kernel's two Xen buses, or for the one whose struct xenbus_device is at an address: its name, how far this end is in "
                            + "connecting (Initialising, InitWait, Initialised, Connected, Closing, Closed), the domain of the other end, the driver, its event channels (known since "
                            + "Linux 5.11), and its place in the store. A device that is not Connected waits for the other end, whose state is in the store and not in this domain: "
                            + "::xsring has what was last said.\n\n"
                            + "-v has a line for each ring that a network or disk frontend shares with its backend: the grants and the event channel of it, its first page, and how many of "
                            + "the requests that it holds are on their way: of those made, some are answered, and some of the answers were taken. Their drivers' types must be known, as "
                            + "they are when the driver is loaded with types of its own.\n\n"
                            + "The first console and the store itself are no devices. A pipe receives the addresses.")
            .example("::xenbus", "every device")
            .example("::walk xenbus | ::xenbus -v", "every device with its other end")
            .build();

    private XenbusDcmd() {}

    static Dcmd dcmd() {
        return new Declared(XENBUS, XenbusDcmd::run);
    }

    private static Status run(Invocation in) {
        KernelVariables kernel = KernelVariables.of(LinuxKernel.of(in.target()));
        var problems = new ArrayList<String>();
        List<XenbusDevice> devices = devices(kernel, in, problems);
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "%-16s %-12s %-12s %-5s %-8s %-9s %s",
                            "ADDR",
                            "NAME",
                            "STATE",
                            "OTHER",
                            "DRIVER",
                            "EVTCHNS",
                            "NODE")));
        }
        List<XenIrq> irqs = devices.isEmpty() ? List.of() : irqs(in);
        for (XenbusDevice device : devices) {
            in.checkInterrupted();
            List<Integer> ports = irqs.stream()
                    .filter(irq -> irq.binding() instanceof XenBinding.Interdomain channel
                            && channel.device() == device.address())
                    .map(XenIrq::port)
                    .toList();
            in.out().emit(row(in, device, ports, rings(in, kernel, device, problems)));
        }
        problems.forEach(in::warn);
        return problems.isEmpty() ? Status.OK : Status.ERROR;
    }

    private static List<XenbusDevice> devices(KernelVariables kernel, Invocation in, List<String> problems) {
        try {
            if (!in.hasAddress()) {
                return XenbusDevices.read(kernel, problems::add);
            }
            return List.of(XenbusDevices.at(kernel, in.address()));
        } catch (MemoryFaultException fault) {
            throw new DcmdException(
                    "failed to read xenbus_device at " + Long.toHexString(in.address()) + ": " + fault.getMessage());
        } catch (TypeDataException unknown) {
            throw new DcmdException("xenbus: " + unknown.getMessage());
        }
    }

    private static List<XenIrq> irqs(Invocation in) {
        try {
            return EventChannels.of(LinuxKernel.of(in.target()), in.target().vcpus())
                    .irqs();
        } catch (MemoryFaultException | TypeDataException none) {
            return List.of();
        }
    }

    private static List<DeviceRing> rings(
            Invocation in, KernelVariables kernel, XenbusDevice device, List<String> problems) {
        return in.has('v') ? FrontendRings.of(kernel, device, problems::add) : List.of();
    }

    private static String text(DeviceRing ring) {
        return String.format(
                Locale.ROOT,
                "%s %d: grants %s, evtchn %d, irq %d, page %x, %d of %d on their way (made %d, answered %d, taken %d)",
                ring.name(),
                ring.queue(),
                ring.references().stream().map(Object::toString).collect(Collectors.joining(",")),
                ring.port(),
                ring.irq(),
                ring.address(),
                ring.inFlight(),
                ring.size(),
                Integer.toUnsignedLong(ring.made()),
                Integer.toUnsignedLong(ring.answered()),
                Integer.toUnsignedLong(ring.taken()));
    }

    private static Emission.Row row(Invocation in, XenbusDevice device, List<Integer> ports, List<DeviceRing> rings) {
        String state = XenbusState.word(device.state());
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%016x %-12s %-12s %-5s %-8s %-9s %s",
                device.address(),
                SingleLine.of(device.name()),
                state,
                device.otherDomain() < 0 ? "-" : "d" + device.otherDomain(),
                device.driver().isEmpty() ? "-" : SingleLine.of(device.driver()),
                ports.isEmpty() ? "-" : ports.stream().map(Object::toString).collect(Collectors.joining(",")),
                SingleLine.of(device.node())));
        if (in.has('v')) {
            text.append("\n    other end ")
                    .append(device.otherEnd().isEmpty() ? "not known yet" : SingleLine.of(device.otherEnd()))
                    .append(", driver data ")
                    .append(Long.toHexString(device.driverData()));
            rings.forEach(ring -> text.append("\n    ").append(text(ring)));
        }
        var fields = new Fields()
                .address("addr", device.address())
                .text("name", device.name())
                .text("type", device.type())
                .text("state", state);
        if (device.otherDomain() >= 0) {
            fields.quantity("other", device.otherDomain());
        }
        return fields.text("driver", device.driver())
                .add(
                        "evtchns",
                        new Value.Many(
                                ports.stream().<Value>map(Value.Quantity::new).toList()))
                .text("node", device.node())
                .text("otherend", device.otherEnd())
                .address("driver_data", device.driverData())
                .texts("rings", rings.stream().map(XenbusDcmd::text).toList())
                .row(text.toString(), device.address());
    }
}

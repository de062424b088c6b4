package dev.xmdb.dcmds.linux.interrupt;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.irq.EventChannel;
import dev.xmdb.target.guest.linux.irq.EventChannels;
import dev.xmdb.target.guest.linux.irq.IrqDescriptor;
import dev.xmdb.target.guest.linux.irq.PortState;
import dev.xmdb.target.guest.linux.irq.XenIrq;
import dev.xmdb.target.guest.linux.xenbus.XenbusDevice;
import dev.xmdb.target.guest.linux.xenbus.XenbusState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::evtchns}. */
final class EventChannelDcmd {
    private static final String COLUMNS = "Type               Evtchn IRQ  CPU Masked Pending State    Peer       ";
    private static final String NOTHING = "-";

    private static final DcmdSpec EVTCHNS = DcmdSpec.named("evtchns")
            .summary("print the event channels and what they interrupt")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('d', "name drivers instead of interrupt service routines"))
            .option(OptionSpec.flag('p', "only channels with an event that was not taken, and what keeps it"))
            .option(OptionSpec.flag('v', "with details: the other end, the queue, why it is masked, counts"))
            .description(
                    "Prints every event channel that the kernel has bound, or that has an event: what it is bound to, its interrupt number, the CPU that takes it, "
                            + "whether it is masked and pending, what becomes of the event, who is at the other end, and its handler. The numbers are decimal. With an address, only the channel of that number, or the one whose struct irq_info is there. A pipe receives the channel numbers.\n\n"
                            + "State: - no event; waits for the CPU to run; running, its handler is; cpu off, the CPU has turned interrupts off; MASKED, nobody is told; polled, "
                            + "masked for good because a CPU that waits for a lock asks for it; UNQUEUED, pending but in no queue, which is lost unless a CPU was about to take it; "
                            + "NOBODY, nothing is bound to the channel.\n\n"
                            + "Peer is the domain (d0) and the device at the other end, store or console; Linux tells whose a channel is since 5.11.")
            .example("::evtchns", "every channel")
            .example("3::evtchns -v", "channel 3 in detail")
            .example("::evtchns -p", "why no interrupt arrives")
            .example("::walk evtchn | ::evtchns -d", "those that are bound, with the drivers' names")
            .build();

    private final Invocation in;
    private final EventChannels events;
    private final ActionColumn actions;

    private EventChannelDcmd(Invocation in) {
        this.in = in;
        this.events = Events.of(in.target());
        this.actions = new ActionColumn(in);
    }

    static Dcmd dcmd() {
        return new Declared(EVTCHNS, in -> new EventChannelDcmd(in).run());
    }

    private Status run() {
        List<EventChannel> channels = in.hasAddress() ? List.of(events.channel(port(in.address()))) : events.channels();
        actions.header(COLUMNS);
        for (EventChannel channel : channels) {
            in.checkInterrupted();
            if (!in.has('p') || channel.pending()) {
                show(channel);
            }
        }
        return Events.tell(in, events);
    }

    private int port(long value) {
        if (value >= 0 && value < events.ports().ports()) {
            return (int) value;
        }
        return events.irqs().stream()
                .filter(irq -> irq.address() == value)
                .mapToInt(XenIrq::port)
                .findFirst()
                .orElseThrow(() -> new DcmdException("Invalid event channel " + Long.toHexString(value)
                        + ": neither a number below " + events.ports().ports() + " nor the address of an irq_info"));
    }

    private void show(EventChannel channel) {
        Fields fields = new Fields();
        Optional<XenIrq> irq = channel.binding();
        String type = irq.map(each -> each.binding().word()).orElse("unbound");
        fields.text("type", type).quantity("evtchn", channel.port());
        irq.ifPresent(each -> fields.quantity("irq", each.irq()).quantity("cpu", each.cpu()));
        channel.state()
                .ifPresent(state -> fields.truth("masked", state.masked()).truth("pending", state.pending()));
        String delivery = channel.delivery().word();
        fields.add("state", delivery.equals("-") ? new Value.Absent() : new Value.Text(delivery));
        String peer = peer(channel, fields);
        List<String> details = details(channel, fields);
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-18s %-6d %-4s %-3s %-6s %-7s %-8s %-10s ",
                type,
                channel.port(),
                irq.map(each -> Integer.toString(each.irq())).orElse(NOTHING),
                irq.map(each -> Integer.toString(each.cpu())).orElse(NOTHING),
                channel.state().map(state -> state.masked() ? "1" : "0").orElse(NOTHING),
                channel.state().map(state -> state.pending() ? "1" : "0").orElse(NOTHING),
                channel.delivery().word(),
                peer));
        text.append(
                actions.text(channel.descriptor().map(IrqDescriptor::actions).orElse(List.of()), fields));
        if (channel.pending()) {
            String reason = DeliveryText.of(channel);
            fields.text("reason", reason);
            details.addFirst(reason);
        }
        if (in.has('v') || in.has('p')) {
            List<String> shown = in.has('v') ? details : details.subList(0, Math.min(1, details.size()));
            shown.forEach(line -> text.append("\n    ").append(SingleLine.of(line)));
        }
        in.out().emit(fields.row(text.toString().stripTrailing(), channel.port()));
    }

    private static String peer(EventChannel channel, Fields fields) {
        Optional<XenbusDevice> device = channel.peer().device();
        if (device.isPresent() && device.get().otherDomain() >= 0) {
            fields.quantity("domain", device.get().otherDomain());
        }
        String name = SingleLine.of(channel.peer().name());
        fields.text("peer", name);
        return name.isEmpty()
                ? NOTHING
                : device.map(each -> "d" + each.otherDomain() + " " + name).orElse(name);
    }

    private List<String> details(EventChannel channel, Fields fields) {
        var lines = new ArrayList<String>();
        channel.binding().ifPresent(irq -> {
            String masks = String.join(", ", irq.maskWords());
            fields.address("irq_info", irq.address()).texts("mask_reasons", irq.maskWords());
            lines.add("irq_info " + Long.toHexString(irq.address())
                    + (irq.maskReasons() == 0 ? "" : ", masked: " + masks)
                    + (irq.active() ? ", handler running" : "")
                    + (irq.spurious() == 0 ? "" : ", " + irq.spurious() + " spurious of late"));
        });
        channel.descriptor().ifPresent(irq -> {
            fields.address("irq_desc", irq.address()).quantity("count", irq.total());
            lines.add("irq_desc " + Long.toHexString(irq.address()) + ", " + irq.total() + " times"
                    + (irq.states().isEmpty() ? "" : ", " + String.join(", ", irq.states()))
                    + (irq.depth() == 0 ? "" : ", depth " + irq.depth()));
        });
        channel.state().ifPresent(state -> queue(state, fields).ifPresent(lines::add));
        channel.peer().device().ifPresent(device -> {
            fields.address("device", device.address()).text("otherend", device.otherEnd());
            lines.add("xenbus_device " + Long.toHexString(device.address()) + ": " + device.node() + " "
                    + XenbusState.word(device.state()) + ", other end " + device.otherEnd());
        });
        return lines;
    }

    private Optional<String> queue(PortState state, Fields fields) {
        fields.truth("linked", state.linked()).truth("busy", state.busy());
        if (!state.linked() && !state.busy()) {
            return Optional.empty();
        }
        return Optional.of((state.linked() ? "in a queue" : "in no queue")
                + (state.next() == 0 ? ", the last one there" : ", before event channel " + state.next())
                + (state.busy() ? ", busy" : ""));
    }
}

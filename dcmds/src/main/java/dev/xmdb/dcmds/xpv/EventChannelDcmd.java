package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.interrupt.Binding;
import dev.xmdb.target.guest.solaris.interrupt.ChannelState;
import dev.xmdb.target.guest.solaris.interrupt.HandlerLists;
import dev.xmdb.target.guest.solaris.interrupt.Interrupt;
import dev.xmdb.target.guest.solaris.interrupt.InterruptTables;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code ::evtchns}. */
final class EventChannelDcmd {
    private static final String COLUMNS = "Type          Evtchn IRQ IPL CPU ";
    private static final String STATE_COLUMNS = "Masked Pending ";
    private static final String NOTHING = "-";
    /** The level at which CPUs wake each other, for which nothing is registered: being interrupted is all there is to it. */
    private static final int POKE_LEVEL = 11;

    private static final Map<Integer, String> VIRTUAL =
            Map.of(0, "timer", 1, "debug", 2, "console", 3, "dom exc", 6, "debugger", 16, "mca");

    private static final DcmdSpec EVTCHNS = DcmdSpec.named("evtchns")
            .summary("print the event channels and what they interrupt")
            .address(AddressUse.OPTIONAL)
            .option(OptionSpec.flag('d', "name drivers instead of interrupt service routines"))
            .description(
                    "Prints every event channel that the kernel has assigned: what it is bound to, its interrupt number and level, the first CPU that takes it, whether "
                            + "it is masked and pending, and its handler. The numbers are decimal. With an address, prints that channel, assigned or not. A pipe "
                            + "receives the channel numbers.\n\n"
                            + "Masked and Pending come from the page that the domain shares with Xen: through the kernel's own pointer, else from the image. They are "
                            + "left out when neither leads to it. An event that is pending and not masked waits for a CPU to take it; one that is pending and masked "
                            + "is not delivered at all.")
            .example("::evtchns", "every assigned channel")
            .example("3::evtchns", "channel 3")
            .example("::evtchns -d", "the same with the drivers' names")
            .guest(SolarisGuest.KIND)
            .build();

    private final Invocation in;
    private final InterruptTables tables;
    private final InterruptText text;
    private final Optional<SharedInfo> state;
    private boolean sound = true;

    private EventChannelDcmd(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        this.in = in;
        this.tables = InterruptTables.of(kernel);
        this.text = new InterruptText(in, kernel);
        this.state = ChannelState.of(kernel);
    }

    static List<Dcmd> all() {
        return List.of(new Declared(EVTCHNS, in -> new EventChannelDcmd(in).run()));
    }

    private Status run() {
        if (in.hasAddress() && Long.compareUnsigned(in.address(), tables.channels()) >= 0) {
            throw new DcmdException("Invalid event channel " + Long.toUnsignedString(in.address()) + ".");
        }
        text.header(COLUMNS + (state.isPresent() ? STATE_COLUMNS : ""));
        if (in.hasAddress()) {
            channel((int) in.address());
        } else {
            for (int channel = 0; channel < tables.channels(); channel++) {
                if (tables.irqOf(channel) != InterruptTables.NONE) {
                    in.checkInterrupted();
                    channel(channel);
                }
            }
        }
        return sound ? Status.OK : Status.ERROR;
    }

    private void channel(int channel) {
        int irq = tables.irqOf(channel);
        Fields fields = new Fields();
        if (irq == InterruptTables.NONE) {
            text.handlers(List.of(), fields);
            emit(channel, "unassigned", NOTHING, NOTHING, "", fields);
            return;
        }
        Interrupt interrupt = tables.interrupt(irq);
        int level = tables.levelOf(interrupt);
        HandlerLists.Handlers handlers = tables.handlers(irq);
        // Only the first handler is shown, as ever; ::interrupts shows all of them.
        String routines = text.handlers(handlers.all().stream().limit(1).toList(), fields);
        if (handlers.all().isEmpty() && level == POKE_LEVEL && !in.has('d')) {
            routines = "poke_cpu";
        }
        emit(channel, type(interrupt), Integer.toString(irq), Integer.toString(level), routines, fields);
        handlers.faults().forEach(in::warn);
        sound &= handlers.faults().isEmpty();
    }

    private String type(Interrupt interrupt) {
        return interrupt
                .binding()
                .map(binding -> binding == Binding.VIRTUAL ? "virq:" + virtual(interrupt.irq()) : binding.word())
                .orElse("?");
    }

    private String virtual(int irq) {
        var number = tables.virtualOf(irq);
        return number.isPresent() ? VIRTUAL.getOrDefault(number.getAsInt(), "?") : "?";
    }

    private void emit(int channel, String type, String irq, String level, String routines, Fields rest) {
        int cpu = tables.cpuOf(channel);
        String cpuText = channel == 0 ? NOTHING : Integer.toString(cpu);
        var row = new StringBuilder(
                String.format(Locale.ROOT, "%-14s%-7d%-4s%-4s%-4s", type, channel, irq, level, cpuText));
        Fields fields = new Fields().text("type", type).quantity("evtchn", channel);
        number(fields, "irq", irq);
        number(fields, "ipl", level);
        number(fields, "cpu", cpuText);
        state.ifPresent(shared -> {
            boolean there = channel < shared.eventChannels();
            boolean masked = there && shared.masked(channel);
            boolean pending = there && shared.pending(channel);
            row.append(String.format(Locale.ROOT, "%-7d%-8d", masked ? 1 : 0, pending ? 1 : 0));
            fields.truth("masked", masked).truth("pending", pending);
        });
        row.append(routines);
        rest.row("").fields().forEach(field -> fields.add(field.name(), field.value()));
        in.out().emit(fields.row(row.toString(), channel));
    }

    private static void number(Fields fields, String name, String text) {
        fields.add(name, text.equals(NOTHING) ? new Value.Absent() : new Value.Quantity(Long.parseLong(text)));
    }
}

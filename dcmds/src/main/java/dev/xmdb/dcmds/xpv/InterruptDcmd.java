package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.interrupt.Binding;
import dev.xmdb.target.guest.solaris.interrupt.Handler;
import dev.xmdb.target.guest.solaris.interrupt.HandlerLists;
import dev.xmdb.target.guest.solaris.interrupt.Interrupt;
import dev.xmdb.target.guest.solaris.interrupt.InterruptTables;
import dev.xmdb.target.guest.solaris.interrupt.PhysicalInterrupts;
import java.util.List;
import java.util.Locale;

/** {@code ::interrupts}. */
final class InterruptDcmd {
    private static final String COLUMNS = "IRQ  Vect Evtchn IPL Bus    Trg Type   CPU Share APIC/INT# ";
    private static final String BRIEF_COLUMNS = "CPU ";
    private static final int BUS_WIDTH = 6;

    private static final DcmdSpec INTERRUPTS = DcmdSpec.named("interrupts")
            .summary("print the interrupts and their handlers")
            .option(OptionSpec.flag('d', "name drivers instead of interrupt service routines"))
            .option(OptionSpec.flag('i', "print CPU and handlers only"))
            .description(
                    "Prints every interrupt number that is bound: its event channel, level, the bus of its device, what it is bound to, the CPU that takes it (all for a "
                            + "virtual interrupt and one between CPUs) and its handlers. The numbers are decimal.\n\n"
                            + "The Evtchn column is the number that the kernel keeps beside the interrupt: for a virtual interrupt that is the virtual interrupt's own, T for "
                            + "the timer's 0; I stands for an interrupt between CPUs and D for the one that the channels of user processes share. Physical interrupts have "
                            + "a vector and a place at an interrupt controller, and only a privileged domain has them.")
            .example("::interrupts", "every bound interrupt")
            .example("::interrupts -d", "the same with the drivers' names")
            .example("::interrupts -i", "CPUs and handlers only")
            .guest(SolarisGuest.KIND)
            .build();

    private final Invocation in;
    private final SolarisGuest kernel;
    private final InterruptTables tables;
    private final InterruptText text;
    private boolean sound = true;

    private InterruptDcmd(Invocation in) {
        this.in = in;
        this.kernel = SolarisKernel.of(in.target());
        this.tables = InterruptTables.of(kernel);
        this.text = new InterruptText(in, kernel);
    }

    static List<Dcmd> all() {
        return List.of(new Declared(INTERRUPTS, in -> new InterruptDcmd(in).run()));
    }

    private Status run() {
        text.header(in.has('i') ? BRIEF_COLUMNS : COLUMNS);
        for (int irq = 0; irq < tables.interrupts(); irq++) {
            in.checkInterrupted();
            Interrupt interrupt = tables.interrupt(irq);
            Binding binding = interrupt.binding().orElse(Binding.UNBOUND);
            if (binding == Binding.PHYSICAL ? interrupt.word() != 0 : binding != Binding.UNBOUND) {
                row(interrupt, binding);
            }
        }
        return sound ? Status.OK : Status.ERROR;
    }

    private void row(Interrupt interrupt, Binding binding) {
        HandlerLists.Handlers handlers = tables.handlers(interrupt.irq());
        Fields fields = new Fields()
                .quantity("irq", interrupt.irq())
                .text("type", binding.word())
                .quantity("ipl", tables.levelOf(interrupt));
        String cpu = cpu(interrupt, binding);
        fields.add("cpu", number(cpu));
        String bus = handlers.all().stream()
                .findFirst()
                .map(Handler::device)
                .flatMap(text.devices()::bus)
                .orElse("-");
        fields.add("bus", bus.equals("-") ? new Value.Absent() : new Value.Text(bus));
        String left;
        if (in.has('i')) {
            left = String.format(Locale.ROOT, "%-4s", cpu);
        } else if (binding == Binding.PHYSICAL) {
            left = physical(interrupt, cpu, bus, fields);
        } else {
            String channel = channel(interrupt, binding);
            fields.add("evtchn", number(channel))
                    .add("vect", new Value.Absent())
                    .text("trg", "Edg")
                    .add("share", new Value.Absent())
                    .add("apic_int_", new Value.Absent());
            left = String.format(
                    Locale.ROOT,
                    "%3d  -    %-7s%-4d%-6s Edg %-7s%-4s-     -         ",
                    interrupt.irq(),
                    channel,
                    tables.levelOf(interrupt),
                    shortened(bus),
                    binding.word(),
                    cpu);
        }
        in.out().emit(fields.row(left + text.handlers(handlers.all(), fields), interrupt.irq()));
        handlers.faults().forEach(in::warn);
        sound &= handlers.faults().isEmpty();
    }

    private static String shortened(String bus) {
        return bus.substring(0, Math.min(BUS_WIDTH, bus.length()));
    }

    private String physical(Interrupt interrupt, String cpu, String bus, Fields fields) {
        PhysicalInterrupts.Place place =
                PhysicalInterrupts.of(kernel).place(interrupt.irq()).orElse(PhysicalInterrupts.UNKNOWN);
        fields.address("vect", place.vector())
                .quantity("evtchn", interrupt.word())
                .text("trg", place.trigger())
                .text("delivery", place.delivery())
                .quantity("share", place.share())
                .text("apic_int_", place.controller());
        return String.format(
                Locale.ROOT,
                "%-3d  0x%x %-7d%-3d %-6s %-3s %-6s %-4s%-3d   %-9s ",
                interrupt.irq(),
                place.vector(),
                interrupt.word(),
                tables.levelOf(interrupt),
                shortened(bus),
                place.trigger(),
                place.delivery(),
                cpu,
                place.share(),
                place.controller());
    }

    /** A number where the text is one; T, I, D or all otherwise. */
    private static Value number(String text) {
        return text.equals("-")
                ? new Value.Absent()
                : text.chars().allMatch(c -> c >= '0' && c <= '9')
                        ? new Value.Quantity(Long.parseLong(text))
                        : new Value.Text(text);
    }

    private static String channel(Interrupt interrupt, Binding binding) {
        return switch (binding) {
            case PROCESSOR -> "I";
            case DEVICE -> "D";
            case VIRTUAL -> interrupt.word() == 0 ? "T" : Integer.toString(interrupt.word());
            case UNBOUND, PHYSICAL, CHANNEL -> Integer.toString(interrupt.word());
        };
    }

    private String cpu(Interrupt interrupt, Binding binding) {
        return switch (binding) {
            case VIRTUAL, PROCESSOR -> "all";
            case DEVICE -> "0";
            case UNBOUND, PHYSICAL, CHANNEL ->
                interrupt.word() < tables.channels() ? Integer.toString(tables.cpuOf(interrupt.word())) : "-";
        };
    }
}

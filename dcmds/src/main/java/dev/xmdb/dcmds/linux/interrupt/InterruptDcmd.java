package dev.xmdb.dcmds.linux.interrupt;

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
import dev.xmdb.target.guest.linux.irq.ArchitectureCounts;
import dev.xmdb.target.guest.linux.irq.EventChannels;
import dev.xmdb.target.guest.linux.irq.IrqDescriptor;
import dev.xmdb.target.guest.linux.irq.IrqDescriptors;
import dev.xmdb.target.guest.linux.irq.XenIrq;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code ::interrupts}. */
final class InterruptDcmd {
    private static final String COLUMNS = "IRQ  Evtchn Chip             Trg Type     CPU  Share      Count ";
    private static final String BRIEF_COLUMNS = "CPU  ";

    private static final DcmdSpec INTERRUPTS = DcmdSpec.named("interrupts")
            .summary("print the interrupts and their handlers")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('a', "also interrupt numbers that nobody uses"))
            .option(OptionSpec.flag('c', "print how often each CPU took them, as /proc/interrupts does"))
            .option(OptionSpec.flag('d', "name drivers instead of interrupt service routines"))
            .option(OptionSpec.flag('i', "print CPU and handlers only"))
            .description(
                    "Prints every interrupt number that is used, or the one that is given or whose struct irq_desc is at an address: its event channel, the controller (Chip), "
                            + "whether it is raised by an edge or a level, how it is handled, the CPUs that take it, how many drivers share it, how often it came, and its "
                            + "handlers with the names that the drivers gave. The numbers are decimal.\n\n"
                            + "A word at the end says when it is disabled, masked or running. -c ends with the interrupts that have no number, of which those of the CPU itself "
                            + "count only what the kernel was built to count. A pipe receives the irq_desc.")
            .example("::interrupts", "every interrupt that is used")
            .example("::interrupts -c", "what each CPU took")
            .example("::walk irq | ::interrupts -d", "all numbers, with the drivers' names")
            .build();

    private final Invocation in;
    private final KernelVariables kernel;
    private final Optional<EventChannels> events;
    private final ActionColumn actions;
    private final List<String> problems = new ArrayList<>();

    private InterruptDcmd(Invocation in) {
        LinuxGuest guest = LinuxKernel.of(in.target());
        this.in = in;
        this.kernel = KernelVariables.of(guest);
        this.events = Events.ifAny(guest, in.target());
        this.actions = new ActionColumn(in);
    }

    static Dcmd dcmd() {
        return new Declared(INTERRUPTS, in -> new InterruptDcmd(in).run());
    }

    private Status run() {
        List<IrqDescriptor> shown = IrqDescriptors.read(kernel, problems::add);
        if (in.hasAddress()) {
            shown = List.of(chosen(shown));
        } else if (!in.has('a')) {
            shown = shown.stream().filter(IrqDescriptor::used).toList();
        }
        if (in.has('c')) {
            counts(shown);
        } else {
            actions.header(in.has('i') ? BRIEF_COLUMNS : COLUMNS);
            shown.forEach(this::row);
        }
        problems.forEach(in::warn);
        return problems.isEmpty() ? Status.OK : Status.ERROR;
    }

    private IrqDescriptor chosen(List<IrqDescriptor> all) {
        return all.stream()
                .filter(irq -> irq.number() == in.address() || irq.address() == in.address())
                .findFirst()
                .orElseThrow(() -> new DcmdException(Long.toHexString(in.address())
                        + " is neither an interrupt number nor the address of an irq_desc"));
    }

    private Fields fields(IrqDescriptor irq) {
        var fields = new Fields().quantity("irq", irq.number()).address("irq_desc", irq.address());
        port(irq).ifPresent(port -> fields.quantity("evtchn", port));
        return fields.text("chip", irq.chip())
                .quantity("hwirq", irq.hardwareNumber())
                .text("trg", irq.level() ? "Lvl" : "Edg")
                .text("type", irq.flow())
                .text("cpu", CpuList.of(cpus(irq)))
                .text("affinity", CpuList.of(irq.affinity()))
                .quantity("share", irq.actions().size())
                .quantity("count", irq.total())
                .add(
                        "counts",
                        new Value.Many(irq.counts().stream()
                                .<Value>map(Value.Quantity::new)
                                .toList()))
                .texts("states", irq.states())
                .quantity("depth", irq.depth());
    }

    private Optional<Integer> port(IrqDescriptor irq) {
        return events.flatMap(all -> all.ofIrq(irq.number())).map(XenIrq::port).filter(port -> port != 0);
    }

    private static List<Integer> cpus(IrqDescriptor irq) {
        return irq.effective().isEmpty() ? irq.affinity() : irq.effective();
    }

    private void row(IrqDescriptor irq) {
        in.checkInterrupted();
        Fields fields = fields(irq);
        String cpu = CpuList.of(cpus(irq));
        String left = in.has('i')
                ? String.format(Locale.ROOT, "%-4s ", cpu)
                : String.format(
                        Locale.ROOT,
                        "%-4d %-6s %-16s %s %-8s %-4s %5d %10d ",
                        irq.number(),
                        port(irq).map(Object::toString).orElse("-"),
                        dash(irq.chip()),
                        irq.level() ? "Lvl" : "Edg",
                        dash(irq.flow()),
                        cpu,
                        irq.actions().size(),
                        irq.total());
        String state = irq.actions().isEmpty() || irq.states().isEmpty() || in.has('i')
                ? ""
                : " [" + String.join(" ", irq.states()) + "]";
        String text = left + actions.text(irq.actions(), fields) + state;
        in.out().emit(fields.row(text.stripTrailing(), irq.address()));
    }

    private static String dash(String text) {
        return text.isEmpty() ? "-" : SingleLine.of(text);
    }

    /** As the kernel's own listing has it. */
    private void counts(List<IrqDescriptor> shown) {
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header("    "
                            + kernel.perCpu().possible().stream()
                                    .map(cpu -> String.format(Locale.ROOT, " %10s", "CPU" + cpu))
                                    .collect(Collectors.joining())));
        }
        for (IrqDescriptor irq : shown) {
            in.checkInterrupted();
            Fields fields = fields(irq);
            fields.texts(
                    "driver_name_s_",
                    irq.actions().stream().map(each -> each.name()).toList());
            String text = String.format(
                    Locale.ROOT,
                    "%3d:%s %16s %4s%-9s %s",
                    irq.number(),
                    numbers(irq.counts()),
                    dash(irq.chip()),
                    irq.mapped() ? Long.toString(irq.hardwareNumber()) : "",
                    irq.flow().isEmpty() ? "" : "-" + SingleLine.of(irq.flow()),
                    irq.actions().stream()
                            .map(each -> SingleLine.of(each.name()))
                            .collect(Collectors.joining(", ")));
            in.out().emit(fields.row(text.stripTrailing(), irq.address()));
        }
        if (!in.hasAddress() && !in.isPipeOutput()) {
            for (ArchitectureCounts.Count count : ArchitectureCounts.read(kernel, problems::add)) {
                in.out()
                        .emit(new Fields()
                                .text("word", count.word())
                                .quantity(
                                        "count",
                                        count.counts().stream()
                                                .mapToLong(Long::longValue)
                                                .sum())
                                .add(
                                        "counts",
                                        new Value.Many(count.counts().stream()
                                                .<Value>map(Value.Quantity::new)
                                                .toList()))
                                .text("type", count.what())
                                .row(count.word() + ":" + numbers(count.counts()) + "  " + count.what()));
            }
        }
    }

    private static String numbers(List<Long> counts) {
        return counts.stream()
                .map(count -> String.format(Locale.ROOT, " %10d", count))
                .collect(Collectors.joining());
    }
}

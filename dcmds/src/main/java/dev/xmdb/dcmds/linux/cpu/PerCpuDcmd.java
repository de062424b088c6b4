package dev.xmdb.dcmds.linux.cpu;

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
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.eval.Numbers;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.CpuVariables;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::percpu}, and the walker of the same name. */
final class PerCpuDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("percpu")
            .summary("print per-CPU variables, or where the CPUs have one of them")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.string('c', "cpus", "only the CPUs with these numbers: 1,3-5"))
            .description(
                    "Of a per-CPU variable every CPU has a copy, and what the variable's symbol says is the address of none of them. With such a value, or a pointer to "
                            + "per-CPU memory, prints where each CPU has its copy; into a pipe, passes on those addresses. Without an address, prints every "
                            + "per-CPU variable whose type is known: what its symbol says, its size, its name and type.\n\n"
                            + "Numbers of CPUs are in the default radix. ::print knows the type of a copy by its address.")
            .example("runqueues::percpu", "where each CPU has its run queue")
            .example("runqueues::percpu -c 0 | ::print struct rq nr_running curr", "some of the first CPU's")
            .example("runqueues::walk percpu | ::print nr_running", "the same of every CPU")
            .build();

    private final Invocation in;
    private final CpuVariables variables;

    private PerCpuDcmd(Invocation in) {
        this.in = in;
        this.variables = LinuxKernel.of(in.target()).cpuVariables();
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new PerCpuDcmd(in).run());
    }

    /** Delivers where the CPUs have what a value stands for. */
    static void walk(LinuxGuest guest, Walk walk) {
        for (CpuVariables.Copy copy : copies(guest, walk.start().orElseThrow())) {
            if (!walk.deliver(copy.address())) {
                return;
            }
        }
    }

    /** The CPUs' copies of what a value stands for; a value that leads nowhere is none of a per-CPU variable. */
    private static List<CpuVariables.Copy> copies(LinuxGuest guest, long value) {
        try {
            List<CpuVariables.Copy> copies = guest.cpuVariables().copies(value);
            if (guest.cpuVariables().valued(value).isEmpty()) {
                for (CpuVariables.Copy copy : copies) {
                    guest.memory().readByte(copy.address());
                }
            }
            return copies;
        } catch (MemoryFaultException lost) {
            throw new DcmdException(Long.toHexString(value) + " is no per-CPU variable: " + lost.getMessage());
        }
    }

    private Status run() {
        if (!in.hasAddress()) {
            return in.has('c') ? Status.USAGE : list();
        }
        String name = variables
                .valued(in.address())
                .map(CpuVariables.Variable::name)
                .orElseGet(() -> Long.toHexString(in.address()));
        Optional<String> chosen = in.string('c');
        List<CpuVariables.Copy> shown = copies(LinuxKernel.of(in.target()), in.address()).stream()
                .filter(copy -> chosen.isEmpty() || isAmong(copy.cpu(), chosen.get()))
                .toList();
        if (shown.isEmpty()) {
            throw new DcmdException("no CPU has a number among " + chosen.orElse(""));
        }
        header("CPU ADDR             NAME");
        for (CpuVariables.Copy copy : shown) {
            in.out()
                    .emit(new Fields()
                            .quantity("cpu", copy.cpu())
                            .address("addr", copy.address())
                            .text("name", name)
                            .row(
                                    String.format(
                                            Locale.ROOT,
                                            "%3d %016x %s",
                                            copy.cpu(),
                                            copy.address(),
                                            SingleLine.of(name)),
                                    copy.address()));
        }
        return Status.OK;
    }

    private boolean isAmong(int cpu, String list) {
        for (String part : list.split(",", -1)) {
            int dash = part.indexOf('-');
            long first = number(dash < 0 ? part : part.substring(0, dash));
            long last = dash < 0 ? first : number(part.substring(dash + 1));
            if (first <= cpu && cpu <= last) {
                return true;
            }
        }
        return false;
    }

    private long number(String text) {
        return Numbers.parse(text, in.session().radix());
    }

    private void header(String line) {
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out().emit(new Emission.Header(line));
        }
    }

    private Status list() {
        header("VALUE                SIZE NAME                             TYPE");
        for (CpuVariables.Variable variable : variables.all()) {
            in.checkInterrupted();
            long size = in.session().types().complete(variable.type()).size();
            String type = variable.type().declaration();
            String name =
                    variable.object().equals("vmlinux") ? variable.name() : variable.object() + "`" + variable.name();
            in.out()
                    .emit(new Fields()
                            .address("value", variable.value())
                            .add("size", new Value.Quantity(size))
                            .text("name", name)
                            .text("type", type)
                            .row(
                                    String.format(
                                            Locale.ROOT,
                                            "%16x %8x %-32s %s",
                                            variable.value(),
                                            size,
                                            SingleLine.of(name),
                                            SingleLine.of(type)),
                                    variable.value()));
        }
        return Status.OK;
    }
}

package dev.xmdb.dcmds.genunix.cpu;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.genunix.process.ProcessNames;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.cpu.Cpu;
import dev.xmdb.target.guest.solaris.cpu.Cpus;
import dev.xmdb.target.guest.solaris.cpu.DispatchQueue;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code ::cpuinfo}. */
final class CpuInfoDcmd {
    private static final String[] NAMES = {
        "id", "addr", "flg", "nrun", "bspl", "pri", "rnrn", "krnrn", "switch", "thread", "proc"
    };
    private static final String COLUMNS = "%3d %0?p %3x %4d %4d %3d %4s %5s ";
    private static final Line SWITCHED =
            Line.of(COLUMNS + "t-%-4d %0?p %s", NAMES).pipes("addr");
    private static final Line NEVER_SWITCHED =
            Line.of(COLUMNS + "%-6s %0?p %s", NAMES).pipes("addr");

    private static final DcmdSpec SPEC = DcmdSpec.named("cpuinfo")
            .summary("print CPUs and the threads that they run")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .option(OptionSpec.flag(
                    'v', "draw the flags, the interrupt threads and the queue of each CPU under its line"))
            .description(
                    "Prints a line for every CPU, or for the one whose number or cpu_t is given: its flags, how many threads wait for it (NRUN), its base "
                            + "interrupt level (BSPL), the priority of its thread, whether it is to switch to another one soon (RNRN) or even out of the "
                            + "kernel (KRNRN), how many ticks ago it last switched, and its thread with the name of its process.\n\n"
                            + "With -v, lines lead down from the flags to their names, from the interrupt level to the threads that handle interrupts and "
                            + "the thread that they interrupted, and from the number of runnable threads to the queue, the highest priority first.")
            .example("::cpuinfo", "every CPU")
            .example("0::cpuinfo -v", "CPU 0 with what waits for it")
            .build();

    private final Invocation in;
    private final SolarisGuest kernel;
    private final Threads threads;
    private final ProcessNames names;
    private final boolean verbose;
    private boolean failed;

    private CpuInfoDcmd(Invocation in) {
        this.in = in;
        this.kernel = SolarisKernel.of(in.target());
        this.threads = Threads.of(kernel);
        this.names = new ProcessNames(kernel);
        this.verbose = in.has('v');
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new CpuInfoDcmd(in).run());
    }

    private Status run() {
        Cpus cpus = Cpus.of(kernel);
        Cpus.All all = cpus.all();
        List<Cpu> shown = in.hasAddress() ? List.of(chosen(cpus, all)) : all.cpus();
        if (!verbose && (!in.isLoop() || in.isLoopFirst())) {
            header();
        }
        for (Cpu cpu : shown) {
            in.checkInterrupted();
            try {
                show(cpu);
            } catch (MemoryFaultException lost) {
                complain("failed to read cpu at " + Long.toHexString(cpu.address()) + ": " + lost.getMessage());
            }
        }
        if (all.fault() != null && !in.hasAddress()) {
            complain(all.fault());
        }
        return failed ? Status.ERROR : Status.OK;
    }

    private Cpu chosen(Cpus cpus, Cpus.All all) {
        for (Cpu cpu : all.cpus()) {
            if (cpu.address() == in.address() || cpu.id() == in.address()) {
                return cpu;
            }
        }
        Cpu other = cpus.at(in.address());
        try {
            other.id();
            return other;
        } catch (MemoryFaultException lost) {
            throw new DcmdException(
                    Long.toHexString(in.address()) + " is neither a valid CPU ID nor a valid cpu_t address");
        }
    }

    private void complain(String message) {
        in.warn(message);
        failed = true;
    }

    private void header() {
        if (!in.isPipeOutput()) {
            int digits = in.out().layout().pointerDigits();
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "%3s %-" + digits + "s %3s %4s %4s %3s %4s %5s %-6s %-" + digits + "s %s",
                            "ID",
                            "ADDR",
                            "FLG",
                            "NRUN",
                            "BSPL",
                            "PRI",
                            "RNRN",
                            "KRNRN",
                            "SWITCH",
                            "THREAD",
                            "PROC")));
        }
    }

    private void show(Cpu cpu) {
        if (verbose) {
            header();
        }
        DispatchQueue queue = Cpus.of(kernel).queue(cpu.queue());
        long runnable;
        try {
            runnable = queue.runnable();
        } catch (MemoryFaultException lost) {
            complain("failed to read disp_t at " + Long.toHexString(queue.address()) + ": " + lost.getMessage());
            return;
        }
        Emission.Row row = row(cpu, runnable);
        in.out().emit(verbose ? drawn(cpu, queue, runnable, row) : row);
    }

    private Emission.Row row(Cpu cpu, long runnable) {
        KernelThread thread = threads.at(cpu.thread());
        long last = cpu.lastSwitch();
        OptionalLong now = now();
        boolean switched = last != 0 && now.isPresent();
        return (switched ? SWITCHED : NEVER_SWITCHED)
                .row(
                        in.out().layout(),
                        List.of(
                                new Value.Quantity(cpu.id()),
                                new Value.Address(cpu.address()),
                                new Value.Flags(
                                        cpu.flags(),
                                        Arrays.stream(Cpu.Flag.values())
                                                .filter(flag -> flag.isSet(cpu.flags()))
                                                .map(Enum::name)
                                                .toList()),
                                new Value.Quantity(runnable),
                                new Value.Quantity(cpu.baseLevel()),
                                priority(thread),
                                new Value.Truth(cpu.mustSwitch()),
                                new Value.Truth(cpu.mustPreemptKernel()),
                                switched ? new Value.Quantity(now.getAsLong() - last) : new Value.Absent(),
                                new Value.Address(thread.address()),
                                new Value.Text(process(cpu, thread))));
    }

    private static Value priority(KernelThread thread) {
        try {
            return new Value.Quantity(thread.effectivePriority());
        } catch (MemoryFaultException lost) {
            return new Value.Absent();
        }
    }

    private String process(Cpu cpu, KernelThread thread) {
        if (thread.address() == cpu.idleThread()) {
            return "(idle)";
        }
        if (thread.address() == 0) {
            return "-";
        }
        return name(thread).orElse("?");
    }

    private Optional<String> name(KernelThread thread) {
        try {
            return names.of(thread.process());
        } catch (MemoryFaultException lost) {
            return Optional.empty();
        }
    }

    /** Ticks since boot; empty when the kernel does not say. */
    private OptionalLong now() {
        OptionalLong at = kernel.symbols().valueOf("lbolt");
        try {
            return at.isEmpty() ? at : OptionalLong.of(kernel.memory().readWord(at.getAsLong()));
        } catch (MemoryFaultException lost) {
            return OptionalLong.empty();
        }
    }

    private Emission.Row drawn(Cpu cpu, DispatchQueue queue, long runnable, Emission.Row row) {
        var drawing = new CpuDrawing(in.out().layout().pointerDigits(), cpu.flags());
        List<CpuDrawing.Interrupted> levels = levels(cpu);
        if (!levels.isEmpty()) {
            drawing.levels(levels, runnable != 0);
        }
        Value.Many queued = new Value.Many(List.of());
        if (runnable != 0) {
            QueuedThreads threadsOnIt = QueuedThreads.on(queue, in, kernel, names);
            drawing.queue(threadsOnIt.lines());
            threadsOnIt.fault().ifPresent(this::complain);
            queued = threadsOnIt.threads();
        }
        var fields = new ArrayList<Field>(row.fields());
        fields.add(new Field(
                "interrupt_threads",
                new Value.Many(levels.stream().<Value>map(CpuInfoDcmd::value).toList())));
        fields.add(new Field("queue", queued));
        return new Emission.Row(fields, row.text() + "\n" + String.join("\n", drawing.lines()) + "\n", row.piped());
    }

    private static Value value(CpuDrawing.Interrupted each) {
        var fields = new Fields()
                .add(
                        "pil",
                        each.level().equals("-")
                                ? new Value.Absent()
                                : new Value.Quantity(Long.parseLong(each.level())))
                .address("thread", each.thread());
        return (each.name().isEmpty() ? fields : fields.text("proc", each.name())).value();
    }

    /** The interrupt threads of a CPU, and at last the thread that they interrupted. */
    private List<CpuDrawing.Interrupted> levels(Cpu cpu) {
        InterruptThreads all = in.loopState(InterruptThreads.class, () -> new InterruptThreads(in, kernel));
        failed |= !all.complete();
        List<CpuDrawing.Interrupted> levels = new ArrayList<>();
        @Nullable KernelThread lowest = null;
        for (KernelThread thread : all.of(cpu.id())) {
            levels.add(new CpuDrawing.Interrupted(Long.toString(thread.interruptLevel()), thread.address(), ""));
            lowest = thread;
        }
        long pinned = lowest == null ? 0 : lowest.interrupted();
        if (pinned != 0) {
            String name = pinned == cpu.idleThread()
                    ? "(idle)"
                    : name(threads.at(pinned)).orElse("?");
            levels.add(new CpuDrawing.Interrupted("-", pinned, name));
        }
        return levels;
    }
}

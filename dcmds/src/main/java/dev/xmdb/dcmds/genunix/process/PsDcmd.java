package dev.xmdb.dcmds.genunix.process;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.pattern.ExtendedPattern;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.process.KernelProcess;
import dev.xmdb.target.guest.solaris.process.Processes;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.Optional;

/** {@code ::ps}. */
final class PsDcmd {
    private static final Line THREAD =
            Line.of("\tT  %?a <%s>", "thread", "state").pipes("thread");
    private static final Line LWP = Line.of("\tL  %?a ID: %d", "lwp", "id").pipes("lwp");

    private static final DcmdSpec SPEC = DcmdSpec.named("ps")
            .summary("print processes")
            .address(AddressUse.OPTIONAL)
            .operands("[regex]")
            .guest(SolarisGuest.KIND)
            .option(OptionSpec.flag('f', "print arguments in place of the program's name"))
            .option(OptionSpec.flag('l', "print a line for each lightweight process"))
            .option(OptionSpec.flag('t', "print a line for each thread"))
            .option(OptionSpec.flag('z', "print the zone"))
            .option(OptionSpec.flag('T', "print the task"))
            .option(OptionSpec.flag('P', "print the project"))
            .option(OptionSpec.flag('R', "only processes with a thread that is on a CPU or could be"))
            .description(
                    "Prints a line for every process, parents before their children, or for the one at an address: its state, its number and those of its "
                            + "parent, process group, session and user, its flags, its proc_t, and the name of its program. An extended regular expression "
                            + "limits it to processes with a program whose name matches.\n\n"
                            + "States: S sleeping, R runnable, O on a CPU, Z ended, T stopped, I being made, W waiting for its share of the CPUs.")
            .example("::ps", "every process")
            .example("::ps -ft", "with their arguments and threads")
            .example("::ps | ::walk thread", "the threads of all processes")
            .build();

    private final Invocation in;
    private final Processes processes;
    private final Threads threads;
    private final ProcessRows rows;
    private final Optional<ExtendedPattern> pattern;
    private boolean failed;

    private PsDcmd(Invocation in) {
        this.in = in;
        SolarisGuest kernel = SolarisKernel.of(in.target());
        this.processes = Processes.of(kernel);
        this.threads = Threads.of(kernel);
        this.rows = ProcessRows.asked(in);
        this.pattern = in.arguments().stream().findFirst().map(argument -> switch (argument) {
            case DcmdArgument.Word(String text) -> ExtendedPattern.of(text);
            case DcmdArgument.Immediate(long value) ->
                ExtendedPattern.of(in.session().number(value));
        });
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> in.arguments().size() > 1 ? Status.USAGE : new PsDcmd(in).run());
    }

    private Status run() {
        rows.header();
        if (in.hasAddress()) {
            show(in.address());
        } else {
            long first =
                    processes.first().orElseThrow(() -> new DcmdException("failed to read 'p0': unknown symbol name"));
            String fault = processes.tree(first, (process, depth) -> {
                in.checkInterrupted();
                show(process);
                return true;
            });
            if (fault != null) {
                complain(fault);
            }
        }
        return failed ? Status.ERROR : Status.OK;
    }

    private void complain(String message) {
        in.warn(message);
        failed = true;
    }

    private void show(long address) {
        KernelProcess process = processes.at(address);
        try {
            if (pattern.isPresent() && !pattern.get().find(process.command())) {
                return;
            }
            process.flags();
        } catch (MemoryFaultException lost) {
            // The walk itself says so when it cannot go on from here.
            if (in.hasAddress()) {
                complain("failed to read proc at " + Long.toHexString(address) + ": " + lost.getMessage());
            }
            return;
        }
        if (in.has('R') && !runs(address)) {
            return;
        }
        failed |= !rows.emit(process);
        if ((in.has('t') || in.has('l')) && !in.isPipeOutput()) {
            threads(address);
        }
    }

    private boolean runs(long process) {
        boolean[] found = {false};
        of(process, thread -> {
            found[0] = thread.is(ThreadState.ONPROC) || thread.is(ThreadState.RUN);
            return !found[0];
        });
        return found[0];
    }

    private void threads(long process) {
        of(process, thread -> {
            if (in.has('t')) {
                in.out()
                        .line(
                                THREAD,
                                new Value.SymbolRef(
                                        thread.address(), in.out().layout().symbol(thread.address())),
                                new Value.Text(state(thread)));
            }
            if (in.has('l')) {
                in.out()
                        .line(
                                LWP,
                                new Value.SymbolRef(
                                        thread.lwp(), in.out().layout().symbol(thread.lwp())),
                                new Value.Quantity(thread.id()));
            }
            return true;
        });
    }

    private static String state(KernelThread thread) {
        return ThreadState.of(thread.state()).map(state -> "TS_" + state).orElse("");
    }

    /** Takes the threads of a process. */
    private interface Sink {
        boolean take(KernelThread thread);
    }

    private void of(long process, Sink sink) {
        try {
            Chain.End end = threads.of(process, address -> {
                in.checkInterrupted();
                return take(sink, address);
            });
            if (end.fault() != null) {
                complain(end.fault());
            }
        } catch (MemoryFaultException lost) {
            complain("failed to read proc at " + Long.toHexString(process) + ": " + lost.getMessage());
        }
    }

    private boolean take(Sink sink, long address) {
        try {
            return sink.take(threads.at(address));
        } catch (MemoryFaultException lost) {
            complain("failed to read kthread_t at " + Long.toHexString(address) + ": " + lost.getMessage());
            return false;
        }
    }
}

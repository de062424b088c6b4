package dev.xmdb.dcmds.genunix.process;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.pattern.ExtendedPattern;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.process.KernelProcess;
import dev.xmdb.target.guest.solaris.process.Processes;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code ::pgrep}. */
final class PgrepDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("pgrep")
            .summary("find processes by the names of their programs")
            .operands("regex")
            .guest(SolarisGuest.KIND)
            .option(OptionSpec.flag('x', "all of the name must match"))
            .option(OptionSpec.flag('n', "only the one that was started last"))
            .option(OptionSpec.flag('o', "only the one that was started first"))
            .description(
                    "Prints the rows of ::ps for the processes with a program whose name an extended regular expression matches. Not more than one of -n and "
                            + "-o may be given.")
            .example("::pgrep -x init", "the process init")
            .example("::pgrep sh | ::walk thread", "the threads of all shells")
            .build();

    private PgrepDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, PgrepDcmd::run);
    }

    private static Status run(Invocation in) {
        if (in.arguments().size() != 1
                || !(in.arguments().getFirst() instanceof DcmdArgument.Word(String text))
                || (in.has('n') && in.has('o'))) {
            return Status.USAGE;
        }
        ExtendedPattern pattern = ExtendedPattern.of(text);
        Processes processes = Processes.of(SolarisKernel.of(in.target()));
        List<KernelProcess> found = new ArrayList<>();
        String fault = processes.tree(
                processes.first().orElseThrow(() -> new DcmdException("failed to read 'p0': unknown symbol name")),
                (address, depth) -> {
                    in.checkInterrupted();
                    KernelProcess process = processes.at(address);
                    if (matches(pattern, process, in.has('x'))) {
                        found.add(process);
                    }
                    return true;
                });
        ProcessRows rows = ProcessRows.usual(in);
        boolean sound = fault == null;
        List<KernelProcess> shown = chosen(in, found);
        if (!shown.isEmpty()) {
            rows.header();
        }
        for (KernelProcess process : shown) {
            sound &= rows.emit(process);
        }
        if (fault != null) {
            in.warn(fault);
        }
        return sound ? Status.OK : Status.ERROR;
    }

    private static boolean matches(ExtendedPattern pattern, KernelProcess process, boolean whole) {
        try {
            String command = process.command();
            return whole ? pattern.matches(command) : pattern.find(command);
        } catch (MemoryFaultException lost) {
            // The walk says so when it cannot go on from here.
            return false;
        }
    }

    private static List<KernelProcess> chosen(Invocation in, List<KernelProcess> found) {
        Comparator<KernelProcess> byStart = Comparator.comparingLong(KernelProcess::start);
        if (in.has('o')) {
            return found.stream().min(byStart).stream().toList();
        }
        // Of several that were started together both take the first.
        return in.has('n') ? found.stream().max(byStart).stream().toList() : found;
    }
}

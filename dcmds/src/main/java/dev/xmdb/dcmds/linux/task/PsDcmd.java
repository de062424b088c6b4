package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.pattern.ExtendedPattern;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.List;
import java.util.Optional;

/** {@code ::ps}. */
final class PsDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("ps")
            .summary("print processes")
            .address(AddressUse.OPTIONAL)
            .operands("[regex]")
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('f', "print arguments in place of the program's name"))
            .option(OptionSpec.flag('k', "only threads of the kernel's own"))
            .option(OptionSpec.flag('n', "with their numbers in the namespaces that they are in"))
            .option(OptionSpec.flag('t', "print a line for each thread"))
            .option(OptionSpec.flag('u', "only processes of users, no threads of the kernel's own"))
            .option(OptionSpec.flag('R', "only processes with a thread that runs or could"))
            .description(
                    "Prints a line for every process and every thread of the kernel's own, or for the one whose task_struct is at an address: its state, its number and that of its "
                            + "parent, the CPU that it runs or last ran on, its user, its flags (PF_*), its task_struct, and its name. > marks what a CPU runs. "
                            + "Threads of the kernel's own are in brackets. An extended regular expression limits it to processes whose name "
                            + "matches.\n\n"
                            + "States are the kernel's letters: R running or runnable, S sleeping, D sleeping and not to be woken by a signal, T stopped, "
                            + "t stopped by a debugger, Z ended, X ending, P set aside, I a thread of the kernel's own without work.")
            .example("::ps", "every process")
            .example("::ps -ft", "with their arguments and threads")
            .example("::ps -un", "processes of users, with their numbers in every namespace")
            .example("::ps -R", "what runs, or waits for a CPU")
            .build();

    private PsDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> in.arguments().size() > 1 ? Status.USAGE : run(in));
    }

    private static Status run(Invocation in) {
        Tasks tasks = Tasks.withCpus(in);
        var rows = new ProcessRows(in, in.has('f'), in.has('n'));
        Optional<ExtendedPattern> pattern = in.arguments().stream().findFirst().map(argument -> switch (argument) {
            case DcmdArgument.Word(String text) -> ExtendedPattern.of(text);
            case DcmdArgument.Immediate(long value) ->
                ExtendedPattern.of(in.session().number(value));
        });
        List<LinuxTask> shown = in.hasAddress() ? List.of(tasks.at(in.address())) : tasks.leaders();
        rows.header();
        for (LinuxTask task : shown) {
            in.checkInterrupted();
            if (in.has(task.kernelThread() ? 'u' : 'k')) {
                continue;
            }
            if (pattern.isPresent() && !pattern.get().find(task.name())) {
                continue;
            }
            List<LinuxTask> threads = tasks.threads(task);
            if (in.has('R') && threads.stream().noneMatch(each -> each.state().letter() == 'R' && !rests(rows, each))) {
                continue;
            }
            rows.emit(task);
            if (in.has('t') && !in.isPipeOutput()) {
                threads.forEach(rows::thread);
            }
        }
        return tasks.tell(in);
    }

    /** An idle task always could run, and does when there is nothing else. */
    private static boolean rests(ProcessRows rows, LinuxTask task) {
        return task.idle() && !rows.runs(task);
    }
}

package dev.xmdb.dcmds.linux.process;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.space.ProcessSpace;
import java.util.List;

/** {@code ::pargs}. */
final class ArgumentsDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("pargs")
            .summary("print the arguments and the environment of a process")
            .address(AddressUse.REQUIRED)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('a', "print the arguments: the same as without options"))
            .option(OptionSpec.flag('e', "print the environment; with -a, after the arguments"))
            .description(
                    "Prints the arguments that the program of the task whose task_struct is at the address was started with, one a line, read in the memory of the process itself. "
                            + "Programs can change them.")
            .example("0t1::pid2proc | ::pargs", "the arguments of init")
            .example("0t1::pid2proc | ::pargs -ae", "its environment too")
            .example("::walk proc | ::pargs", "the arguments of every process")
            .build();

    private ArgumentsDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, ArgumentsDcmd::run);
    }

    private static Status run(Invocation in) {
        var process = new ChosenProcess(in);
        process.spaceIfAny().ifPresent(space -> print(in, process, space));
        return process.tell();
    }

    private static void print(Invocation in, ChosenProcess process, ProcessSpace space) {
        boolean environment = in.has('e');
        boolean arguments = in.has('a') || !environment;
        List<String> words = space.arguments(process::problem);
        long pid = process.task().tgid();
        String command = words.isEmpty() ? process.task().name() : String.join(" ", words);
        in.out()
                .emit(new Fields()
                        .quantity("pid", pid)
                        .text("command", SingleLine.of(command))
                        .row(
                                pid + ":\t" + SingleLine.of(command),
                                process.task().address()));
        if (in.isPipeOutput()) {
            return;
        }
        if (arguments) {
            lines(in, pid, "argv", words);
        }
        if (environment) {
            lines(in, pid, "envp", space.environment(process::problem));
        }
    }

    private static void lines(Invocation in, long pid, String array, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            in.checkInterrupted();
            String value = SingleLine.of(values.get(i));
            in.out()
                    .emit(new Fields()
                            .quantity("pid", pid)
                            .quantity(array, i)
                            .text("value", value)
                            .row(array + "[" + i + "]: " + value));
        }
    }
}

package dev.xmdb.sim.xm;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code xm}. */
@Command(
        name = "xm",
        description = "Simulates a host and its domains, and dumps their cores.",
        subcommands = {ListDomains.class, DumpCore.class, CommandLine.HelpCommand.class})
public final class Main implements Runnable {
    private static final int USAGE = 2;
    private static final String TERMINALS = "xmdb.terminals";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the program and ends the JVM with its exit status: 0, 1 when the command failed, 2 for bad usage. */
    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** Whether the launcher found that standard error is a terminal; the JVM does not tell of each stream. */
    static boolean errorsGoToATerminal() {
        return System.getProperty(TERMINALS, "").contains("e");
    }

    /** Runs the program with other streams. Returns its exit status. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        try {
            return execute(out, err, arguments);
        } catch (OutOfMemoryError failure) {
            err.println("xm: not enough memory for a domain as large as this one");
            return 1;
        }
    }

    private static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((failure, _) -> {
                    err.println("xm: " + failure.getMessage());
                    err.println("Try 'xm help'.");
                    return USAGE;
                })
                .setExecutionExceptionHandler((failure, _, _) -> {
                    err.println("xm: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, dump-core");
    }
}

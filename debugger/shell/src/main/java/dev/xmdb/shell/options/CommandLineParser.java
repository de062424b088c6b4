package dev.xmdb.shell.options;

import dev.xmdb.engine.Suggestions;
import dev.xmdb.engine.Version;
import dev.xmdb.engine.file.FileName;
import dev.xmdb.engine.file.FileTrouble;
import dev.xmdb.shell.options.CommandLineRequest.Print;
import dev.xmdb.shell.options.CommandLineRequest.Refuse;
import dev.xmdb.shell.options.CommandLineRequest.Run;
import dev.xmdb.shell.options.Options.ColorPolicy;
import dev.xmdb.shell.options.Options.Form;
import dev.xmdb.shell.options.Options.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads the command line. Options are declared by calls, not annotations: reflection costs a third of the start-up. */
public final class CommandLineParser {
    private static final List<String> GUESTS = List.of("solaris", "linux", "raw");

    private static final int HELP_COLUMN = 18;
    private static final String USAGE_HEAD = """
            Usage: xmdb [OPTION]... [IMAGE]
            Looks into IMAGE, which xm dump-core or xl dump-core wrote (also compressed: .xz, .gz, .zst), with the commands
            of mdb. Without IMAGE, a calculator.

            """;
    private static final String USAGE_FOOT = """

            Without -e and -f, commands come from the terminal, or from standard input when that is not one.
            Exit status: 0 all commands succeeded, 1 a command failed, 2 usage, or IMAGE cannot be opened.
            """;

    private final List<Script> scripts = new ArrayList<>();

    private CommandLineParser() {}

    /** What the arguments ask for. */
    public static CommandLineRequest parse(List<String> arguments) {
        return new CommandLineParser().read(arguments);
    }

    private CommandLineRequest read(List<String> arguments) {
        CommandLine commandLine = new CommandLine(declaration());
        commandLine.setExpandAtFiles(false);
        try {
            ParseResult result = commandLine.parseArgs(arguments.toArray(String[]::new));
            if (result.hasMatchedOption("-h")) {
                return new Print(usage(result.commandSpec()));
            }
            if (result.hasMatchedOption("-V")) {
                return new Print("xmdb " + Version.current() + "\n");
            }
            return new Run(options(result));
        } catch (ParameterException e) {
            return new Refuse(reason(e) + " (xmdb -h lists the options)");
        }
    }

    private CommandSpec declaration() {
        CommandSpec spec = CommandSpec.create().name("xmdb");
        spec.addOption(script(
                "-e", "CMD", "evaluate CMD, then exit; repeatable, in order", (line, text) -> new Script.Text(text)));
        spec.addOption(script(
                "-f",
                "FILE",
                "read commands from FILE, then exit; repeatable",
                (line, file) -> new Script.File(path(line, file))));
        spec.addOption(value("-o", "text|jsonl", "output form; jsonl is one JSON object for each row"));
        spec.addOption(value("--vmlinux", "FILE", "symbols of a Linux kernel that lost its own"));
        spec.addOption(value("--ctf", "FILE", "more types, for a guest without its own"));
        spec.addOption(value("--cr3", "HEX", "page-table root, instead of vCPU 0's"));
        spec.addOption(value("--kaslr", "HEX", "displacement of the guest's kernel"));
        spec.addOption(value("--guest", "KIND", "solaris, linux or raw, instead of detection"));
        spec.addOption(flag("allow ! outside an interactive terminal", "--allow-shell"));
        spec.addOption(value("--color", "WHEN", "auto, always or never"));
        spec.addOption(value("-I", "PATH", "folders of macro files, between colons"));
        spec.addOption(flag("skip the rc file", "-S"));
        spec.addOption(flag("print the version", "-V", "--version"));
        spec.addOption(flag("print this", "-h", "--help"));
        spec.addPositional(PositionalParamSpec.builder()
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..1")
                .index("0..*")
                .build());
        return spec;
    }

    private static String usage(CommandSpec spec) {
        var text = new StringBuilder(USAGE_HEAD);
        for (OptionSpec option : spec.options()) {
            String form =
                    String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
            text.append("  ")
                    .append(form)
                    .append(" ".repeat(Math.max(1, HELP_COLUMN - form.length())))
                    .append(option.description()[0])
                    .append('\n');
        }
        return text.append(USAGE_FOOT).toString();
    }

    private OptionSpec script(String name, String label, String help, ScriptOf kind) {
        // A consumer of its own, because picocli keeps the order of the values of one option, but not between two.
        return OptionSpec.builder(name)
                .paramLabel(label)
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(help)
                .parameterConsumer((left, argument, command) -> {
                    if (left.isEmpty()) {
                        throw new ParameterException(command.commandLine(), "option " + name + " needs " + label);
                    }
                    scripts.add(kind.of(command.commandLine(), left.pop()));
                })
                .build();
    }

    private static OptionSpec value(String name, String label, String help) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .arity("1")
                .type(String.class)
                .description(help)
                .build();
    }

    private static OptionSpec flag(String help, String name, String... others) {
        return OptionSpec.builder(name, others)
                .arity("0")
                .type(boolean.class)
                .description(help)
                .build();
    }

    private Options options(ParseResult result) {
        List<String> images = result.matchedPositionalValue(0, List.of());
        if (images.size() > 1) {
            throw refusal(result, "only one IMAGE can be opened, not also " + images.get(1));
        }
        String form = result.matchedOptionValue("-o", "text");
        String color = result.matchedOptionValue("--color", "auto");
        Optional<String> guest = text(result, "--guest");
        return new Options(
                images.stream().findFirst(),
                scripts,
                switch (form) {
                    case "text" -> Form.TEXT;
                    case "jsonl" -> Form.JSONL;
                    default -> throw refusal(result, "-o takes text or jsonl, not " + form);
                },
                path(result, "--vmlinux"),
                path(result, "--ctf"),
                hex(result, "--cr3"),
                hex(result, "--kaslr"),
                guest.filter(kind -> {
                    if (!GUESTS.contains(kind)) {
                        throw refusal(result, "--guest takes solaris, linux or raw, not " + kind);
                    }
                    return true;
                }),
                result.hasMatchedOption("--allow-shell"),
                switch (color) {
                    case "auto" -> ColorPolicy.AUTO;
                    case "always" -> ColorPolicy.ALWAYS;
                    case "never" -> ColorPolicy.NEVER;
                    default -> throw refusal(result, "--color takes auto, always or never, not " + color);
                },
                result.hasMatchedOption("-S"),
                text(result, "-I"));
    }

    private static Optional<String> text(ParseResult result, String name) {
        @Nullable String value = result.matchedOptionValue(name, (String) null);
        return Optional.ofNullable(value);
    }

    private static OptionalLong hex(ParseResult result, String name) {
        @Nullable String value = result.matchedOptionValue(name, (String) null);
        if (value == null) {
            return OptionalLong.empty();
        }
        String digits = value.toLowerCase(Locale.ROOT).startsWith("0x") ? value.substring(2) : value;
        try {
            if (!digits.startsWith("+") && !digits.startsWith("-")) {
                return OptionalLong.of(Long.parseUnsignedLong(digits, 16));
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw refusal(result, name + " takes a hexadecimal number of at most 64 bits, not " + value);
    }

    private static Optional<Path> path(ParseResult result, String name) {
        return text(result, name).map(file -> path(result.commandSpec().commandLine(), file));
    }

    private static Path path(CommandLine line, String name) {
        try {
            return FileName.path(name);
        } catch (IOException e) {
            throw new ParameterException(line, FileTrouble.unopened(name, e));
        }
    }

    private static ParameterException refusal(ParseResult result, String reason) {
        return new ParameterException(result.commandSpec().commandLine(), reason);
    }

    private static String reason(ParameterException e) {
        return switch (e) {
            case CommandLine.UnmatchedArgumentException unmatched ->
                unknown(unmatched.getCommandLine(), unmatched.getUnmatched().getFirst());
            case CommandLine.MissingParameterException missing
            when missing.getMissing().size() == 1 && missing.getMissing().getFirst() instanceof OptionSpec option ->
                "option " + option.longestName() + " needs " + option.paramLabel();
            case CommandLine.OverwrittenOptionException twice
            when twice.getOverwritten() instanceof OptionSpec option -> option.longestName() + " is given twice";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String unknown(CommandLine line, String option) {
        List<String> known = line.getCommandSpec().options().stream()
                .flatMap(each -> Stream.of(each.names()))
                .toList();
        return "unknown option " + option
                + Suggestions.word(option, known).map(near -> ", " + near).orElse("");
    }

    /** Makes a script of an option's argument. */
    @FunctionalInterface
    private interface ScriptOf {
        Script of(CommandLine line, String argument);
    }
}

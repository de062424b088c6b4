package dev.xmdb.shell;

import dev.xmdb.engine.file.FileTrouble;
import dev.xmdb.engine.output.Renderer;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.engine.run.UnexpectedFailure;
import dev.xmdb.shell.host.HostShell;
import dev.xmdb.shell.host.LogFile;
import dev.xmdb.shell.host.Messages;
import dev.xmdb.shell.host.ProgressLine;
import dev.xmdb.shell.host.StandardStreams;
import dev.xmdb.shell.host.UserFiles;
import dev.xmdb.shell.host.WatchedOutput;
import dev.xmdb.shell.options.CommandLineParser;
import dev.xmdb.shell.options.CommandLineRequest;
import dev.xmdb.shell.options.Options;
import dev.xmdb.shell.render.JsonLinesRenderer;
import dev.xmdb.shell.render.StyledTextRenderer;
import dev.xmdb.shell.terminal.Repl;
import dev.xmdb.target.Target;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of the program, from its arguments to its exit status. */
final class Xmdb {
    private static final int OUTPUT_BUFFER = 1 << 15;

    private final StandardStreams streams;
    private final Map<String, String> environment;
    private final WatchedOutput written;
    private final OutputStream out;
    private final Writer text;
    private final ProgressLine progress;
    private final Messages messages;

    Xmdb(StandardStreams streams, Map<String, String> environment) {
        this.streams = streams;
        this.environment = environment;
        this.written = new WatchedOutput(streams.out());
        this.out = new BufferedOutputStream(written, OUTPUT_BUFFER);
        this.progress = new ProgressLine(streams.err(), streams.errTerminal(), System::nanoTime);
        this.text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        this.messages = new Messages(streams.err(), text, progress);
    }

    /** Runs. Whatever happens ends in a message and a status, never in a stack trace. */
    int run(List<String> arguments) {
        int status = attempt(arguments);
        if (written.trouble().isEmpty()) {
            return status;
        }
        messages.message("failed to write standard output: " + written.trouble().get());
        return Math.max(status, ExitStatus.COMMAND_FAILED);
    }

    private int attempt(List<String> arguments) {
        try {
            return switch (CommandLineParser.parse(arguments)) {
                case CommandLineRequest.Print print -> print(print.text());
                case CommandLineRequest.Refuse refuse -> refuse(refuse.reason());
                case CommandLineRequest.Run run -> debug(run.options());
            };
        } catch (RuntimeException | VirtualMachineError failure) {
            return refuse(UnexpectedFailure.sentence("xmdb " + String.join(" ", arguments), failure));
        }
    }

    private int print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // Nobody wants to read it, or run() tells why nobody can.
        }
        return ExitStatus.SUCCESS;
    }

    private int refuse(String reason) {
        messages.message(reason);
        return ExitStatus.REFUSED;
    }

    private int debug(Options options) {
        var opening = new Opening(options, messages, progress);
        Optional<String> obstacle = opening.checkExtraFiles();
        if (obstacle.isPresent()) {
            return refuse(obstacle.get());
        }
        if (options.image().isEmpty()) {
            return debug(options, Optional.empty());
        }
        String image = options.image().get();
        try (Target target = opening.open(image)) {
            opening.tellDegradations(target);
            return debug(options, Optional.of(target));
        } catch (IOException e) {
            return refuse("failed to open " + FileTrouble.shown(image) + ": " + Opening.reason(e));
        }
    }

    private int debug(Options options, Optional<Target> target) {
        if (options.scripts().isEmpty() && streams.interactive()) {
            return converse(options, target);
        }
        Renderer renderer = renderer(options);
        boolean rows = options.form() == Options.Form.JSONL;
        var shell = new HostShell(
                streams, environment, options.allowShell(), rows ? Optional.of(renderer) : Optional.empty());
        var log = new LogFile(options.form(), messages, options.examined());
        var surroundings = new Surroundings(log.beside(renderer), log.beside(messages), shell, progress, log);
        var session = new DebugSession(target, Modules.load(), surroundings);
        var files = new UserFiles(environment);
        session.settings().terminal(environment.getOrDefault("TERM", ""));
        session.settings().macroPath(options.searchPath(files.macros()));
        try {
            return new Batch(session, shell, messages, streams.in()).run(options, files);
        } finally {
            log.disable();
        }
    }

    /** Talks to somebody at a terminal, who has seen what failed: the status is not needed to say it. */
    private int converse(Options options, Optional<Target> target) {
        try {
            new Repl(streams, environment, options, target).run();
            return ExitStatus.SUCCESS;
        } catch (IOException e) {
            return refuse("failed to use the terminal: " + e.getMessage());
        }
    }

    private Renderer renderer(Options options) {
        if (options.form() == Options.Form.JSONL) {
            return new JsonLinesRenderer(out);
        }
        return options.color().applies(streams.outTerminal(), environment)
                ? new StyledTextRenderer(text)
                : new TextRenderer(text);
    }
}

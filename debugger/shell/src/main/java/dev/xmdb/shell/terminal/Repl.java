package dev.xmdb.shell.terminal;

import dev.xmdb.engine.output.Renderer;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.shell.host.HostShell;
import dev.xmdb.shell.host.LogFile;
import dev.xmdb.shell.host.Messages;
import dev.xmdb.shell.host.ProgressLine;
import dev.xmdb.shell.host.RcFile;
import dev.xmdb.shell.host.StandardStreams;
import dev.xmdb.shell.host.UserFiles;
import dev.xmdb.shell.options.Options;
import dev.xmdb.shell.render.JsonLinesRenderer;
import dev.xmdb.shell.render.StyledTextRenderer;
import dev.xmdb.target.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.ExternalTerminal;

/** Commands from somebody at a terminal, until they leave. */
public final class Repl {
    /** Ends of input in a row that are ignored when they are to be: a terminal that is gone has no other input. */
    private static final int MOST_ENDS = 100;

    private static final Logger TERMINAL_LOG = Logger.getLogger("org.jline");

    private final StandardStreams streams;
    private final Map<String, String> environment;
    private final Options options;
    private final Optional<Target> target;
    private final ProgressLine progress;
    private final UserFiles files;

    /**
     * A session at the process's terminal.
     *
     * @param streams the terminal
     * @param environment the process's environment
     * @param options the command line
     * @param target what is debugged
     */
    public Repl(StandardStreams streams, Map<String, String> environment, Options options, Optional<Target> target) {
        this.streams = streams;
        this.environment = environment;
        this.options = options;
        this.target = target;
        this.progress = new ProgressLine(streams.err(), streams.errTerminal(), System::nanoTime);
        this.files = new UserFiles(environment);
    }

    /**
     * Runs until the user leaves.
     *
     * @throws IOException when the terminal cannot be used
     */
    public void run() throws IOException {
        // It logs what it misses, with stack traces; it goes on without, and so does the user.
        TERMINAL_LOG.setLevel(Level.OFF);
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .jna(false)
                .jansi(false)
                .jni(false)
                .dumb(true)
                .build()) {
            run(terminal);
        }
    }

    /**
     * The same at a terminal behind two streams.
     *
     * @param in keys
     * @param out the screen
     * @throws IOException when the terminal cannot be used
     */
    public void run(InputStream in, OutputStream out) throws IOException {
        try (Terminal terminal = new ExternalTerminal("xmdb", "ansi", in, out, StandardCharsets.UTF_8)) {
            run(terminal);
        }
    }

    private void run(Terminal terminal) {
        boolean coloured = options.color().applies(true, environment);
        var pager = new Pager(terminal, progress);
        var messages = new Messages(streams.err(), pager, progress);
        Renderer renderer = renderer(terminal, pager, coloured);
        boolean rows = options.form() == Options.Form.JSONL;
        var shell = new HostShell(streams, environment, true, rows ? Optional.of(renderer) : Optional.empty());
        var log = new LogFile(options.form(), messages, options.examined());
        var surroundings = new Surroundings(log.beside(renderer), log.beside(messages), shell, progress, log);
        var session = new DebugSession(target, Modules.load(), surroundings);
        log.prompts(session.settings()::prompt);
        session.settings().terminal(terminal.getType());
        session.settings().macroPath(options.searchPath(files.macros()));
        pager.follow(session.settings());
        var cancelled = new CancelledLine(terminal);
        terminal.handle(Signal.INT, signal -> {
            session.interruption().request();
            shell.signalled();
            // A shell's command has the screen for itself, and may have a use for the key.
            cancelled.signalled(!shell.hasTerminal());
        });
        terminal.writer().print(Banner.of(target, terminal.getWidth()));
        terminal.flush();
        if (!options.skipRc()) {
            files.rc().ifPresent(rc -> RcFile.run(rc, session, shell, messages));
        }
        // While the first command is being typed, so that it can be completed.
        session.names().prepare();
        try {
            loop(reader(terminal, session, coloured), pager, cancelled, session);
        } finally {
            log.disable();
        }
    }

    private Renderer renderer(Terminal terminal, Pager pager, boolean coloured) {
        return switch (options.form()) {
            case JSONL -> new JsonLinesRenderer(terminal.output());
            case TEXT -> coloured ? new StyledTextRenderer(pager) : new TextRenderer(pager);
        };
    }

    private LineReader reader(Terminal terminal, DebugSession session, boolean coloured) {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("xmdb")
                .parser(Word.PARSER)
                .history(new TypedBefore())
                .completer(new CommandCompleter(session))
                // "!" runs a shell command, and a backslash is a verb.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.INSERT_TAB, false)
                // What is proposed must begin with what was typed: another name is another thing.
                .variable(LineReader.ERRORS, 0)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "  ");
        if (coloured) {
            builder.highlighter(new CommandHighlighter(session));
        }
        files.history()
                .flatMap(HistoryFile::prepare)
                .ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        return builder.build();
    }

    private void loop(LineReader reader, Pager pager, CancelledLine cancelled, DebugSession session) {
        int ends = 0;
        while (true) {
            String typed;
            try {
                typed = reader.readLine(session.settings().prompt());
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                if (!session.settings().ignoresEnd() || ++ends > MOST_ENDS) {
                    return;
                }
                reader.printAbove("xmdb: ::quit leaves");
                continue;
            }
            ends = 0;
            int width = reader.getTerminal().getWidth();
            if (width > 0) {
                session.settings().columns(width);
            }
            pager.begin();
            progress.begin();
            cancelled.begin();
            if (session.run(typed, "").quit()) {
                return;
            }
            if (session.interruption().requested()) {
                cancelled.settle();
            }
        }
    }
}

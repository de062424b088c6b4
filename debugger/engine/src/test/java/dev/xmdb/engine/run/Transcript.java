package dev.xmdb.engine.run;

import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.target.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session whose output and messages are kept as text. */
public final class Transcript {
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder errors = new StringBuilder();
    private final DebugSession session;
    private Outcome outcome = new Outcome(true, false);

    public Transcript(@Nullable Target target, DebuggerModule... modules) {
        this(target, ShellRunner.NONE, modules);
    }

    public Transcript(@Nullable Target target, ShellRunner shell, DebuggerModule... modules) {
        var sink = new ErrorSink() {
            @Override
            public void message(String text) {
                errors.append("xmdb: ").append(text).append('\n');
            }

            @Override
            public void line(String text) {
                errors.append(text).append('\n');
            }
        };
        session = new DebugSession(
                Optional.ofNullable(target),
                List.of(modules),
                new Surroundings(new TextRenderer(out), sink, shell, Progress.NONE));
    }

    /** Runs text and gives what it printed. */
    public String run(String commands) {
        return run(commands, "");
    }

    /** Runs text of a file and gives what it printed. */
    public String run(String commands, String file) {
        out.setLength(0);
        errors.setLength(0);
        outcome = session.run(commands, file);
        return out.toString();
    }

    /** Runs text and gives its messages. */
    public String errors(String commands) {
        run(commands);
        return errors.toString();
    }

    /** Messages of the last run. */
    public String errors() {
        return errors.toString();
    }

    public Outcome outcome() {
        return outcome;
    }

    public DebugSession session() {
        return session;
    }
}

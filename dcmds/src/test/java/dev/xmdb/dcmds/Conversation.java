package dev.xmdb.dcmds;

import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Renderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.ErrorSink;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Outcome;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session on a target with every module, whose output and messages are kept. */
public final class Conversation {
    /** They keep nothing of a session, and looking for them takes longer than most commands. */
    private static final List<DebuggerModule> MODULES = Modules.load();

    private final List<Emission> emissions = new ArrayList<>();
    private final StringBuilder messages = new StringBuilder();
    private final DebugSession session;
    private boolean interrupting;
    private Outcome outcome = new Outcome(true, false);

    /** A session on a target. */
    public Conversation(Target target) {
        this(Optional.of(target), List.of());
    }

    /** A session without a target. */
    public Conversation() {
        this(Optional.empty(), List.of());
    }

    /** A session with a module of one's own beside the others, and no target. */
    public Conversation(DebuggerModule own) {
        this(Optional.empty(), List.of(own));
    }

    /** A session on a target with a module of one's own beside the others. */
    public Conversation(Target target, DebuggerModule own) {
        this(Optional.of(target), List.of(own));
    }

    private Conversation(Optional<Target> target, List<DebuggerModule> own) {
        var renderer = new Renderer() {
            @Override
            public void emit(String dcmd, Emission emission) {
                emissions.add(emission);
                if (interrupting && emission instanceof Emission.Row) {
                    interrupting = false;
                    session.interruption().request();
                }
            }

            @Override
            public void flush() {}
        };
        var errors = new ErrorSink() {
            @Override
            public void message(String text) {
                messages.append("xmdb: ").append(text).append('\n');
            }

            @Override
            public void line(String text) {
                messages.append(text).append('\n');
            }
        };
        var modules = new ArrayList<DebuggerModule>(MODULES);
        modules.addAll(own);
        session = new DebugSession(target, modules, Surroundings.of(renderer, errors));
    }

    /** Runs commands and gives what they printed, each emission on lines of its own. */
    public String run(String commands) {
        emissions.clear();
        messages.setLength(0);
        outcome = session.run(commands, "");
        var text = new StringBuilder();
        emissions.forEach(emission -> text.append(emission.text()).append('\n'));
        return text.toString();
    }

    /** Runs commands and gives the messages, usage lines among them. */
    public String errors(String commands) {
        run(commands);
        return messages.toString();
    }

    /** Interrupts the next command as a user would, after the first row that it emits. */
    public void interruptAfterFirstRow() {
        interrupting = true;
    }

    /** What the last commands emitted. */
    public List<Emission> emissions() {
        return List.copyOf(emissions);
    }

    /** The rows that the last commands emitted. */
    public List<Emission.Row> rows() {
        return emissions.stream()
                .filter(Emission.Row.class::isInstance)
                .map(Emission.Row.class::cast)
                .toList();
    }

    /** Messages of the last commands. */
    public String messages() {
        return messages.toString();
    }

    /** How the last commands ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** The session. */
    public DebugSession session() {
        return session;
    }
}

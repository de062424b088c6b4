package dev.xmdb.samples.jsonl;

import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Renderer;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.ErrorSink;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.shell.render.JsonLinesRenderer;
import dev.xmdb.target.Target;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs commands once and keeps each thing that they emit in both forms. */
final class TwoForms {
    /** They keep nothing of a session, and looking for them takes longer than most commands. */
    private static final List<DebuggerModule> MODULES = Modules.load();

    private final Optional<Target> target;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder messages = new StringBuilder();

    /**
     * One emitted thing.
     *
     * @param header whether it is the header of a table
     * @param dcmd the command that emitted it
     * @param text its lines as text, without the last newline
     * @param json the same as JSON, with all newlines
     */
    record Piece(boolean header, String dcmd, String text, String json) {}

    /** Sessions on a target, or on none. */
    TwoForms(Optional<Target> target) {
        this.target = target;
    }

    /** Runs commands in a session of their own. */
    List<Piece> run(String commands) {
        pieces.clear();
        messages.setLength(0);
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
        var both = new Renderer() {
            @Override
            public void emit(String dcmd, Emission emission) {
                pieces.add(inBoth(dcmd, emission));
            }

            @Override
            public void flush() {}
        };
        new DebugSession(target, MODULES, Surroundings.of(both, errors)).run(commands, "");
        return List.copyOf(pieces);
    }

    private static Piece inBoth(String dcmd, Emission emission) {
        var text = new StringBuilder();
        new TextRenderer(text).emit(dcmd, emission);
        text.setLength(text.length() - 1);
        var bytes = new ByteArrayOutputStream();
        var json = new JsonLinesRenderer(bytes);
        json.emit(dcmd, emission);
        json.flush();
        return new Piece(
                emission instanceof Emission.Header, dcmd, text.toString(), bytes.toString(StandardCharsets.UTF_8));
    }

    /** Messages of the last commands. */
    String messages() {
        return messages.toString();
    }
}

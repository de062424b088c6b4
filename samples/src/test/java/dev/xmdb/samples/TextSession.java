package dev.xmdb.samples;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.ErrorSink;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session in this process, whose output and messages are read as text. */
final class TextSession implements AutoCloseable {
    /** A session on nothing. */
    static final TextSession NONE = new TextSession(null);

    private final @Nullable Target target;
    private final StringBuilder said = new StringBuilder();
    private final DebugSession session;

    private TextSession(@Nullable Target target) {
        this.target = target;
        var errors = new ErrorSink() {
            @Override
            public void message(String text) {
                said.append("xmdb: ").append(text).append('\n');
            }

            @Override
            public void line(String text) {
                said.append(text).append('\n');
            }
        };
        session = new DebugSession(
                Optional.ofNullable(target), Modules.load(), Surroundings.of(new TextRenderer(said), errors));
    }

    /** A session on an image. */
    static TextSession on(Path image) throws IOException {
        return new TextSession(Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE));
    }

    /** Runs commands. Returns what was printed, messages among it. */
    String run(String commands) {
        said.setLength(0);
        session.run(commands, "(test)");
        return said.toString();
    }

    @Override
    public void close() {
        if (target != null) {
            target.close();
        }
    }
}

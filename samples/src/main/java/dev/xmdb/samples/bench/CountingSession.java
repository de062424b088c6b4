package dev.xmdb.samples.bench;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Renderer;
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

/** A session on an image whose output is counted and thrown away. A message from a command is a failure of the benchmark. */
final class CountingSession implements AutoCloseable {
    private final Target target;
    private final DebugSession session;
    private long emissions;

    /** Opens an image. */
    CountingSession(Path image) throws IOException {
        target = Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE);
        var counting = new Renderer() {
            @Override
            public void emit(String dcmd, Emission emission) {
                emissions++;
            }

            @Override
            public void flush() {}
        };
        var errors = new ErrorSink() {
            @Override
            public void message(String text) {
                throw new IllegalStateException(text);
            }

            @Override
            public void line(String text) {
                throw new IllegalStateException(text);
            }
        };
        session = new DebugSession(Optional.of(target), Modules.load(), Surroundings.of(counting, errors));
    }

    Target target() {
        return target;
    }

    /** Runs commands and gives the number of things that they emitted. */
    long run(String commands) {
        emissions = 0;
        session.run(commands, "");
        return emissions;
    }

    @Override
    public void close() {
        target.close();
    }
}

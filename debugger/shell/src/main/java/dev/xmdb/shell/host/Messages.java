package dev.xmdb.shell.host;

import dev.xmdb.engine.output.SafeText;
import dev.xmdb.engine.run.ErrorSink;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Messages on standard error, after the program's name. What was written to standard output before a message is seen before it,
 * wherever the two go.
 */
public final class Messages implements ErrorSink {
    static final String NAME = "xmdb: ";

    private final OutputStream err;
    private final Flushable out;
    private final ProgressLine progress;

    /**
     * Messages on a stream.
     *
     * @param err where they go
     * @param out flushed before each
     * @param progress wiped away before each
     */
    public Messages(OutputStream err, Flushable out, ProgressLine progress) {
        this.err = err;
        this.out = out;
        this.progress = progress;
    }

    @Override
    public void message(String text) {
        line(NAME + text);
    }

    @Override
    public void line(String text) {
        try {
            out.flush();
        } catch (IOException e) {
            // Whoever writes there next is told.
        }
        progress.clear();
        try {
            err.write((SafeText.of(text) + "\n").getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // There is nobody to tell.
        }
    }
}

package dev.xmdb.engine.output;

import java.io.Flushable;
import java.io.IOException;

/** Plain text: every emission on lines of its own, guest bytes escaped by {@link SafeText}. */
public final class TextRenderer implements Renderer {
    private final Appendable out;

    /** Writes to an appendable, which is flushed too when it can be. */
    public TextRenderer(Appendable out) {
        this.out = out;
    }

    @Override
    public void emit(String dcmd, Emission emission) {
        try {
            out.append(SafeText.of(emission.text())).append('\n');
        } catch (IOException e) {
            throw new OutputClosedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void flush() {
        if (out instanceof Flushable flushable) {
            try {
                flushable.flush();
            } catch (IOException e) {
                throw new OutputClosedException(String.valueOf(e.getMessage()));
            }
        }
    }
}

package dev.xmdb.shell.render;

import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.engine.output.Renderer;
import dev.xmdb.engine.output.SafeText;
import dev.xmdb.engine.output.TextRenderer;
import java.io.IOException;

/** mdb's text with a terminal's attributes: headers are underlined. */
public final class StyledTextRenderer implements Renderer {
    private static final String UNDERLINED = "\033[4m";
    private static final String NOT_UNDERLINED = "\033[24m";

    private final Appendable out;
    private final TextRenderer plain;

    /** Writes to an appendable, which is flushed too when it can be. */
    public StyledTextRenderer(Appendable out) {
        this.out = out;
        this.plain = new TextRenderer(out);
    }

    @Override
    public void emit(String dcmd, Emission emission) {
        if (emission instanceof Emission.Header header) {
            try {
                out.append(UNDERLINED)
                        .append(SafeText.of(header.text()))
                        .append(NOT_UNDERLINED)
                        .append('\n');
            } catch (IOException e) {
                throw new OutputClosedException(String.valueOf(e.getMessage()));
            }
        } else {
            plain.emit(dcmd, emission);
        }
    }

    @Override
    public void flush() {
        plain.flush();
    }
}

package dev.xmdb.shell.host;

import dev.xmdb.engine.output.SafeText;
import dev.xmdb.engine.run.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * One line about something long, redrawn in place on a terminal, from one second after it began, and wiped away by the next output.
 * Nothing at all where there is no terminal.
 */
public final class ProgressLine implements Progress {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long NEXT_NANOS = 100_000_000L;
    private static final int WIDEST = 70;

    private final OutputStream terminal;
    private final boolean shown;
    private final LongSupplier nanos;
    private long next;
    private int width;

    /**
     * A line on a stream.
     *
     * @param stream where to draw
     * @param shown whether the stream is a terminal
     * @param nanos a clock
     */
    public ProgressLine(OutputStream stream, boolean shown, LongSupplier nanos) {
        this.terminal = stream;
        this.shown = shown;
        this.nanos = nanos;
        this.next = nanos.getAsLong() + FIRST_NANOS;
    }

    /** Something new begins. */
    public void begin() {
        next = nanos.getAsLong() + FIRST_NANOS;
    }

    @Override
    public void report(String what, long done, long total) {
        long now = nanos.getAsLong();
        if (!shown || now - next < 0) {
            return;
        }
        next = now + NEXT_NANOS;
        String line = SafeText.of(what).replace('\n', ' ');
        line = line.substring(0, Math.min(line.length(), WIDEST - 8)) + ": "
                + (total > 0 ? Math.min(100, (long) (100.0 * done / total)) + "%" : Long.toString(done));
        draw("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        width = line.length();
    }

    /** Wipes the line away, if it is there. */
    @Override
    public void clear() {
        if (width > 0) {
            draw("\r" + " ".repeat(width) + "\r");
            width = 0;
        }
    }

    private void draw(String text) {
        try {
            terminal.write(text.getBytes(StandardCharsets.UTF_8));
            terminal.flush();
        } catch (IOException e) {
            // A terminal that is gone needs no progress.
        }
    }
}

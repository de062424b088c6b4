package dev.xmdb.sim.xm;

import dev.xmdb.dump.file.PageSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One line on a terminal that tells how far a long dump has got; there is none before a second has gone by. */
final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final long OFTEN = 0xff;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final boolean shown;
    private final String what;
    private final long started = System.nanoTime();
    private long last;
    private boolean written;

    /**
     * Begins.
     *
     * @param terminal takes the line
     * @param shown whether it is a terminal at all
     * @param what is going on: {@code writing core.domu}
     */
    Progress(PrintWriter terminal, boolean shown, String what) {
        this.terminal = terminal;
        this.shown = shown;
        this.what = what;
    }

    /** Pages that are counted as they are written. */
    PageSource counted(PageSource pages) {
        return shown ? new Counted(pages) : pages;
    }

    private void tell(long done, long total) {
        long now = System.nanoTime() - started;
        if (now > PATIENCE.toNanos() && now - last > BETWEEN.toNanos()) {
            last = now;
            written = true;
            terminal.print("\rxm: " + what + ": " + done * 100 / total + " %");
            terminal.flush();
        }
    }

    @Override
    public void close() {
        if (written) {
            terminal.print(ERASE);
            terminal.flush();
        }
    }

    private final class Counted implements PageSource {
        private final PageSource pages;

        private Counted(PageSource pages) {
            this.pages = pages;
        }

        @Override
        public long slots() {
            return pages.slots();
        }

        @Override
        public long pfn(long slot) {
            return pages.pfn(slot);
        }

        @Override
        public long mfn(long slot) {
            return pages.mfn(slot);
        }

        @Override
        public boolean read(long slot, ByteBuffer page) throws IOException {
            if ((slot & OFTEN) == 0) {
                tell(slot, slots());
            }
            return pages.read(slot, page);
        }
    }
}

package dev.xmdb.shell.terminal;

import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;

/**
 * The line of the screen on which the terminal has shown {@code ^C} where the cursor was. It is ended once for a command: by the signal,
 * or before the next prompt, since a shell's command may be gone before we hear of the signal that ended it.
 */
final class CancelledLine {
    /** How long a signal is waited for that has ended something else already. */
    private static final long LATEST_NANOS = 300_000_000L;

    private final Terminal terminal;
    private boolean signalled;
    private boolean ended = true;

    CancelledLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A command begins. */
    synchronized void begin() {
        signalled = false;
        ended = false;
    }

    /**
     * The signal has come.
     *
     * @param ending whether the line is to be ended now
     */
    synchronized void signalled(boolean ending) {
        signalled = true;
        notifyAll();
        if (ending) {
            end();
        }
    }

    /** Ends the line, unless that was done, after the signal: one that came later would cancel what is typed next. */
    synchronized void settle() {
        long latest = System.nanoTime() + LATEST_NANOS;
        try {
            for (long left = LATEST_NANOS; !signalled && left > 0; left = latest - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            terminal.writer().println();
            terminal.flush();
        }
    }
}

package dev.xmdb.shell.host;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * What a process prints until it ends. Its pipe may stay open much longer: what the process leaves running in the background has the
 * other end, too, and nobody waits for that.
 */
final class OutputUntilEnd extends InputStream {
    /** How long to wait between two looks for more, at most; the end of the process is noticed at once. */
    private static final long LONGEST_WAIT_MILLIS = 16;

    private final Process process;
    private final InputStream output;

    OutputUntilEnd(Process process) {
        this.process = process;
        this.output = process.getInputStream();
    }

    @Override
    public int read() throws IOException {
        return awaitAvailable() == 0 ? -1 : output.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int available = awaitAvailable();
        return available == 0 ? -1 : output.read(bytes, offset, Math.min(length, available));
    }

    /** How many bytes can be read without waiting; 0 when the process has ended and what it printed was read. */
    private int awaitAvailable() throws IOException {
        boolean ended = !process.isAlive();
        for (long wait = 1; ; wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS)) {
            // In this order: what it printed before it ended is there afterwards.
            int available = output.available();
            if (available > 0 || ended) {
                return available;
            }
            try {
                ended = process.waitFor(wait, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            }
        }
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}

package dev.xmdb.shell.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of commands from a stream: UTF-8, ended by a newline or the end of the stream. No statement spans lines, so each can run
 * before the next is read, which is what a program at the other end of a pipe expects.
 */
public final class LineSource {
    /** Longest line taken, in bytes. */
    static final int MAX_LINE = 1 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;

    /** Lines of a stream, which the caller closes. */
    public LineSource(InputStream in) {
        this.in = in;
    }

    /**
     * The next line without its newline; null at the end.
     *
     * @throws IOException also for a line above {@link #MAX_LINE}
     */
    public @Nullable String next() throws IOException {
        var line = new ByteArrayOutputStream(80);
        boolean any = false;
        while (true) {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(buffer));
                if (limit == 0) {
                    return any ? line.toString(StandardCharsets.UTF_8) : null;
                }
            }
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, end - position);
            if (line.size() > MAX_LINE) {
                throw new IOException("a line of commands is longer than " + MAX_LINE + " bytes");
            }
            position = end;
            if (end < limit) {
                position++;
                return line.toString(StandardCharsets.UTF_8);
            }
        }
    }
}

package dev.xmdb.shell.host;

import dev.xmdb.engine.file.CommandText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of commands from a stream: UTF-8, ended by a newline, with or without a carriage return before it, or the end of the stream; a
 * byte order mark at the beginning is none of the text. No statement spans lines, so each can run
 * before the next is read, which is what a program at the other end of a pipe expects.
 */
public final class LineSource {
    /** Longest line taken, in bytes. */
    static final int MAX_LINE = 1 << 20;

    /** Most bytes of a longer line that are skipped in search of the next one. */
    private static final long MAX_SKIPPED = 64L << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;
    private boolean begun;

    /** Lines of a stream, which the caller closes. */
    public LineSource(InputStream in) {
        this.in = in;
    }

    /** A line is too long; the next one follows it. */
    public static final class LineTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        private LineTooLongException() {
            super("a line is longer than " + MAX_LINE + " bytes");
        }
    }

    /**
     * The next line without its end; null at the end of the stream.
     *
     * @throws LineTooLongException for a line above {@link #MAX_LINE}, which is skipped
     * @throws IOException when the stream cannot be read
     */
    public @Nullable String next() throws IOException {
        var line = new ByteArrayOutputStream(80);
        boolean any = false;
        long skipped = 0;
        while (true) {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(buffer));
                if (limit == 0) {
                    return any ? text(line) : null;
                }
            }
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (line.size() <= MAX_LINE) {
                line.write(buffer, position, end - position);
            } else {
                skipped += end - position;
                if (skipped > MAX_SKIPPED) {
                    throw new IOException("a line has no end");
                }
            }
            position = end;
            if (end < limit) {
                position++;
                return text(line);
            }
        }
    }

    private String text(ByteArrayOutputStream line) throws LineTooLongException {
        if (line.size() > MAX_LINE) {
            throw new LineTooLongException();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        boolean marked = !begun && text.startsWith(CommandText.BYTE_ORDER_MARK);
        begun = true;
        return text.substring(marked ? 1 : 0, text.length() - (text.endsWith("\r") ? 1 : 0));
    }
}

package dev.xmdb.shell.host;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why it could not be written. A reader that went away is no trouble: it had enough. */
public final class WatchedOutput extends FilterOutputStream {
    private static final String READER_GONE = "Broken pipe";

    private @Nullable String trouble;

    /** Watches a stream. */
    public WatchedOutput(OutputStream out) {
        super(out);
    }

    /** Why the first write that failed did, unless nobody reads any more. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void write(int value) throws IOException {
        try {
            out.write(value);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private IOException remembered(IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (trouble == null && !reason.equals(READER_GONE)) {
            trouble = reason;
        }
        return e;
    }
}

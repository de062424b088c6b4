package dev.xmdb.shell.terminal;

import java.io.IOException;
import org.jline.reader.LineReader;
import org.jline.reader.impl.history.DefaultHistory;
import org.jspecify.annotations.Nullable;

/** What was typed before. A file that cannot be read as that is left alone, and then nothing is remembered beyond the session. */
final class TypedBefore extends DefaultHistory {
    private @Nullable LineReader reader;

    @Override
    public void attach(LineReader attached) {
        reader = attached;
        super.attach(attached);
    }

    @Override
    public void load() throws IOException {
        try {
            super.load();
        } catch (IOException | RuntimeException e) {
            LineReader attached = reader;
            if (attached != null) {
                attached.getVariables().remove(LineReader.HISTORY_FILE);
            }
        }
    }
}

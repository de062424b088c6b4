package dev.xmdb.shell.terminal;

import dev.xmdb.engine.run.ErrorSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.DumbTerminal;

/** What stands for a terminal where nobody types or reads. */
final class NoTerminal {
    private NoTerminal() {}

    static LineReader reader() throws IOException {
        return LineReaderBuilder.builder()
                .terminal(new DumbTerminal(
                        "test",
                        "dumb",
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        StandardCharsets.UTF_8))
                .build();
    }

    /** Takes messages that nobody reads. */
    record Nobody() implements ErrorSink {
        @Override
        public void message(String text) {}

        @Override
        public void line(String text) {}
    }
}

package dev.xmdb.shell.host;

import dev.xmdb.engine.file.FileTrouble;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.ErrorSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Commands in a file, read as a whole. */
public final class CommandFile {
    /** Longest file taken, in bytes. */
    private static final int LONGEST = 16 << 20;

    private CommandFile() {}

    /**
     * Reads one.
     *
     * @throws IOException when it cannot be read, or is not a file of commands by its size
     */
    public static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("longer than " + LONGEST + " bytes");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.startsWith(LineSource.BYTE_ORDER_MARK) ? text.substring(1) : text;
        }
    }

    /** Runs the rc file in a session, without shell commands. What goes wrong in it is told, and is nobody's failure. */
    public static void runRc(Path file, DebugSession session, HostShell shell, ErrorSink errors) {
        try {
            String commands = read(file);
            shell.withoutShell(() -> session.run(commands, file.toString()));
        } catch (IOException e) {
            errors.message("failed to read " + file + ": " + FileTrouble.reason(e));
        }
    }
}

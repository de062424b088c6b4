package dev.xmdb.shell.host;

import dev.xmdb.engine.file.CommandText;
import dev.xmdb.engine.file.FileTrouble;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.ErrorSink;
import java.io.IOException;
import java.nio.file.Path;

/** The file of commands that run before any other. */
public final class RcFile {
    private RcFile() {}

    /** Runs it in a session, without shell commands. What goes wrong in it is told, and is nobody's failure. */
    public static void run(Path file, DebugSession session, HostShell shell, ErrorSink errors) {
        try {
            String commands = CommandText.read(file);
            shell.withoutShell(() -> session.run(commands, file.toString()));
        } catch (IOException e) {
            errors.message(FileTrouble.unopened(file.toString(), e));
        }
    }
}

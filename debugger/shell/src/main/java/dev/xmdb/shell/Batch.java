package dev.xmdb.shell;

import dev.xmdb.engine.file.CommandText;
import dev.xmdb.engine.file.FileTrouble;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.Outcome;
import dev.xmdb.shell.host.HostShell;
import dev.xmdb.shell.host.LineSource;
import dev.xmdb.shell.host.LineSource.LineTooLongException;
import dev.xmdb.shell.host.Messages;
import dev.xmdb.shell.host.RcFile;
import dev.xmdb.shell.host.UserFiles;
import dev.xmdb.shell.options.Options;
import dev.xmdb.shell.options.Options.Script;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Commands from the command line, files or standard input, without anybody to ask. */
final class Batch {
    private static final String STANDARD_INPUT = "(stdin)";

    private final DebugSession session;
    private final HostShell shell;
    private final Messages messages;
    private final InputStream in;
    private boolean failed;

    Batch(DebugSession session, HostShell shell, Messages messages, InputStream in) {
        this.session = session;
        this.shell = shell;
        this.messages = messages;
        this.in = in;
    }

    /** Runs everything that the options name and returns the exit status. */
    int run(Options options, UserFiles files) {
        List<Source> sources = new ArrayList<>();
        for (Script script : options.scripts()) {
            switch (script) {
                case Script.Text text -> sources.add(new Source(text.commands(), ""));
                case Script.File file -> {
                    try {
                        sources.add(new Source(
                                CommandText.read(file.path()), file.path().toString()));
                    } catch (IOException e) {
                        messages.message(FileTrouble.unopened(file.path().toString(), e));
                        return ExitStatus.REFUSED;
                    }
                }
            }
        }
        if (!options.skipRc()) {
            files.rc().ifPresent(rc -> RcFile.run(rc, session, shell, messages));
        }
        if (sources.isEmpty()) {
            runStandardInput();
        }
        for (Source source : sources) {
            if (ends(session.run(source.commands(), source.name()))) {
                break;
            }
        }
        return failed ? ExitStatus.COMMAND_FAILED : ExitStatus.SUCCESS;
    }

    private void runStandardInput() {
        var lines = new LineSource(in);
        for (int number = 1; ; number++) {
            try {
                String line = lines.next();
                if (line == null || ends(session.run(line, STANDARD_INPUT, number))) {
                    return;
                }
            } catch (LineTooLongException e) {
                messages.message(e.getMessage() + " on line " + number + " of " + STANDARD_INPUT);
                failed = true;
            } catch (IOException e) {
                messages.message("failed to read standard input: " + FileTrouble.reason(e));
                failed = true;
                return;
            }
        }
    }

    private boolean ends(Outcome outcome) {
        failed |= !outcome.succeeded();
        return outcome.quit();
    }

    /**
     * Commands.
     *
     * @param commands their text
     * @param name the file they come from; empty for the command line
     */
    private record Source(String commands, String name) {}
}

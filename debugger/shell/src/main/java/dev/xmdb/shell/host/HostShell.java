package dev.xmdb.shell.host;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.run.ShellRunner;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Runs {@code !} commands with the user's shell, where that is allowed: by somebody at a terminal, or with {@code --allow-shell},
 * but never from an rc file.
 */
public final class HostShell implements ShellRunner {
    private static final String DEFAULT_SHELL = "/bin/sh";
    private static final File NOTHING = new File("/dev/null");

    private final StandardStreams streams;
    private final Map<String, String> environment;
    private final boolean allowed;
    private boolean inRcFile;

    /**
     * A shell.
     *
     * @param streams what its commands read and write
     * @param environment where {@code SHELL} is looked up
     * @param allowed whether commands may run at all
     */
    public HostShell(StandardStreams streams, Map<String, String> environment, boolean allowed) {
        this.streams = streams;
        this.environment = environment;
        this.allowed = allowed;
    }

    /** Runs something during which no command is allowed. */
    void withoutShell(Runnable body) {
        inRcFile = true;
        try {
            body.run();
        } finally {
            inRcFile = false;
        }
    }

    @Override
    public void run(String command) {
        // Commands for xmdb may come through standard input; they are not for the shell's command.
        start(command, streams.inherited() && streams.inTerminal() ? Redirect.INHERIT : Redirect.from(NOTHING))
                .await();
    }

    @Override
    public Feed feed(String command) {
        Running running = start(command, Redirect.PIPE);
        return new PipeFeed(
                running,
                new BufferedWriter(
                        new OutputStreamWriter(running.process().getOutputStream(), StandardCharsets.UTF_8)));
    }

    private Running start(String command, Redirect input) {
        if (inRcFile) {
            throw new DcmdException("shell commands are not allowed in the rc file");
        }
        if (!allowed) {
            throw new DcmdException("shell commands are not allowed outside a terminal without --allow-shell");
        }
        String named = environment.getOrDefault("SHELL", "");
        String shell = named.isEmpty() ? DEFAULT_SHELL : named;
        var builder = new ProcessBuilder(shell, "-c", command).redirectInput(input);
        if (streams.inherited()) {
            builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
        } else {
            builder.redirectErrorStream(true);
        }
        try {
            Process process = builder.start();
            return new Running(
                    process,
                    streams.inherited()
                            ? Optional.empty()
                            : Optional.of(Thread.ofPlatform().start(() -> copyOutput(process))));
        } catch (IOException e) {
            throw new DcmdException("failed to run " + shell + ": " + e.getMessage());
        }
    }

    private void copyOutput(Process process) {
        try {
            process.getInputStream().transferTo(streams.out());
        } catch (IOException e) {
            // A reader that is gone: the command is told so by its own writes.
            process.destroy();
        }
    }

    /**
     * A command that runs.
     *
     * @param process its process
     * @param copier hands its output on, where it has no stream of ours itself
     */
    private record Running(Process process, Optional<Thread> copier) {

        void await() {
            try {
                process.waitFor();
                if (copier.isPresent()) {
                    copier.get().join();
                }
            } catch (InterruptedException e) {
                process.destroy();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Standard input of a command. */
    private record PipeFeed(Running running, BufferedWriter input) implements Feed {

        @Override
        public Feed append(CharSequence text) throws IOException {
            input.append(text);
            return this;
        }

        @Override
        public Feed append(CharSequence text, int start, int end) throws IOException {
            input.append(text, start, end);
            return this;
        }

        @Override
        public Feed append(char c) throws IOException {
            input.append(c);
            return this;
        }

        @Override
        public void close() throws IOException {
            try {
                input.close();
            } finally {
                running.await();
            }
        }
    }
}

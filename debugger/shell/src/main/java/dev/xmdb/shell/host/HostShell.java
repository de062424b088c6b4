package dev.xmdb.shell.host;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.engine.output.Renderer;
import dev.xmdb.engine.run.ShellRunner;
import dev.xmdb.shell.host.LineSource.LineTooLongException;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code !} commands with the user's shell, where that is allowed: by somebody at a terminal, or with {@code --allow-shell},
 * but never from an rc file.
 */
public final class HostShell implements ShellRunner {
    private static final String DEFAULT_SHELL = "/bin/sh";
    /** What a shell returns for a command that an interrupt ended: 128 and the signal's number. */
    private static final int BY_INTERRUPT = 130;

    /** How long after a command that may have been interrupted we may hear of the signal. */
    private static final long LATEST_MILLIS = 300;

    private static final File NOTHING = new File("/dev/null");

    private final StandardStreams streams;
    private final Map<String, String> environment;
    private final boolean allowed;
    private final Optional<Renderer> rows;
    private boolean inRcFile;
    private volatile boolean runs;
    private CountDownLatch signalled = new CountDownLatch(1);

    /**
     * A shell.
     *
     * @param streams what its commands read and write
     * @param environment where {@code SHELL} is looked up
     * @param allowed whether commands may run at all
     * @param rows takes what commands print line by line, where it may not stand beside the rows of others; empty when it goes to
     *     standard output as it is
     */
    public HostShell(
            StandardStreams streams, Map<String, String> environment, boolean allowed, Optional<Renderer> rows) {
        this.streams = streams;
        this.environment = environment;
        this.allowed = allowed;
        this.rows = rows;
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
    public int run(String command) {
        // Commands for xmdb may come through standard input; they are not for the shell's command.
        Running running =
                start(command, streams.inherited() && streams.inTerminal() ? Redirect.INHERIT : Redirect.from(NOTHING));
        runs = true;
        try {
            return await(running);
        } finally {
            runs = false;
        }
    }

    /** Whether a command has the terminal now. */
    public boolean hasTerminal() {
        return runs;
    }

    /** The user has asked for an end. Only then the status of a command that an interrupt ended is believed. */
    public synchronized void signalled() {
        signalled.countDown();
    }

    private synchronized CountDownLatch signal() {
        return signalled;
    }

    private synchronized void forgetSignals() {
        signalled = new CountDownLatch(1);
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
        boolean copied = rows.isPresent() || !streams.inherited();
        if (streams.inherited()) {
            builder.redirectError(Redirect.INHERIT);
        } else {
            builder.redirectErrorStream(rows.isEmpty());
        }
        if (!copied) {
            builder.redirectOutput(Redirect.INHERIT);
        }
        forgetSignals();
        try {
            Process process = builder.start();
            return new Running(
                    process,
                    copied ? Optional.of(Thread.ofPlatform().start(() -> copyOutput(process))) : Optional.empty());
        } catch (IOException e) {
            throw new DcmdException("failed to run " + shell + ": " + e.getMessage());
        }
    }

    private void copyOutput(Process process) {
        try (InputStream output = new OutputUntilEnd(process)) {
            if (rows.isPresent()) {
                copyLines(output, rows.get());
            } else {
                output.transferTo(streams.out());
            }
        } catch (IOException | OutputClosedException e) {
            // A reader that is gone: the command is told so by its own writes.
            process.destroy();
        }
    }

    private static void copyLines(InputStream output, Renderer rows) throws IOException {
        var lines = new LineSource(output);
        while (true) {
            try {
                String line = lines.next();
                if (line == null) {
                    return;
                }
                rows.emit("!", new Emission.Text(line));
            } catch (LineTooLongException e) {
                rows.emit("!", new Emission.Text(String.valueOf(e.getMessage())));
            }
        }
    }

    /**
     * A command that runs.
     *
     * @param process its process
     * @param copier hands its output on, where it has no stream of ours itself
     */
    private record Running(Process process, Optional<Thread> copier) {}

    /** Waits for a command and gives its exit status, or that the user at the terminal interrupted it. */
    private int await(Running running) {
        try {
            int status = running.process().waitFor();
            if (running.copier().isPresent()) {
                running.copier().get().join();
            }
            boolean interrupted = status == BY_INTERRUPT
                    && streams.interactive()
                    && signal().await(LATEST_MILLIS, TimeUnit.MILLISECONDS);
            return interrupted ? INTERRUPTED : status;
        } catch (InterruptedException e) {
            running.process().destroy();
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }

    /** Standard input of a command. */
    private final class PipeFeed implements Feed {
        private final Running running;
        private final BufferedWriter input;
        private int status;

        PipeFeed(Running running, BufferedWriter input) {
            this.running = running;
            this.input = input;
        }

        @Override
        public int status() {
            return status;
        }

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
                status = await(running);
            }
        }
    }
}

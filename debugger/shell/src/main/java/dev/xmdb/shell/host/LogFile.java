package dev.xmdb.shell.host;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.SessionLog;
import dev.xmdb.engine.file.FileName;
import dev.xmdb.engine.file.FileTrouble;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.engine.output.Renderer;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.ErrorSink;
import dev.xmdb.shell.options.Options.Form;
import dev.xmdb.shell.render.JsonLinesRenderer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of a session. It is written in the form that is shown, without a terminal's attributes; what an image holds is nobody else's
 * business, so that only its owner can read a log that is made.
 */
public final class LogFile implements SessionLog {
    private static final Set<OpenOption> APPENDING = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    private static final String INPUT = "input";
    private static final String MESSAGE = "message";

    private final Form form;
    private final ErrorSink errors;
    private final List<Path> examined;
    private Supplier<String> prompt = () -> "";
    private @Nullable String file;
    private @Nullable Renderer log;
    private @Nullable OutputStream stream;

    /**
     * No log yet.
     *
     * @param form the form that is shown
     * @param errors told when a log cannot be written any more
     * @param examined files that must stay as they are: the image, and what is read beside it
     */
    public LogFile(Form form, ErrorSink errors, List<Path> examined) {
        this.form = form;
        this.errors = errors;
        this.examined = List.copyOf(examined);
    }

    /** Puts a prompt before every line of input. */
    public void prompts(Supplier<String> shown) {
        prompt = shown;
    }

    /** A renderer that also feeds the log. */
    public Renderer beside(Renderer shown) {
        return new Renderer() {
            @Override
            public void emit(String dcmd, Emission emission) {
                shown.emit(dcmd, emission);
                write(renderer -> renderer.emit(dcmd, emission));
            }

            @Override
            public void flush() {
                shown.flush();
                write(Renderer::flush);
            }
        };
    }

    /** A sink of messages that also feeds the log. */
    public ErrorSink beside(ErrorSink shown) {
        return new ErrorSink() {
            @Override
            public void message(String text) {
                shown.message(text);
                log(MESSAGE, Messages.NAME + text);
            }

            @Override
            public void line(String text) {
                shown.line(text);
                log(MESSAGE, text);
            }
        };
    }

    @Override
    public Optional<String> file() {
        return Optional.ofNullable(file);
    }

    @Override
    public boolean enabled() {
        return log != null;
    }

    @Override
    public void enable(String name) {
        OutputStream opened;
        try {
            opened = open(FileName.path(name));
        } catch (IOException e) {
            throw new DcmdException("failed to open " + FileTrouble.shown(name) + ": " + FileTrouble.unmade(e));
        }
        disable();
        file = name;
        stream = opened;
        log = switch (form) {
            case TEXT -> new TextRenderer(new OutputStreamWriter(opened, StandardCharsets.UTF_8));
            case JSONL -> new JsonLinesRenderer(opened);
        };
    }

    private OutputStream open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("is a directory");
        }
        // A device or a pipe would take what is written to it for something else.
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IOException("not a regular file");
        }
        for (Path file : examined) {
            if (Files.exists(path) && Files.exists(file) && Files.isSameFile(path, file)) {
                throw new IOException("it is what is debugged");
            }
        }
        FileAttribute<?>[] own =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return new BufferedOutputStream(Channels.newOutputStream(FileChannel.open(path, APPENDING, own)));
    }

    @Override
    public void enable() {
        String last = file;
        if (last == null) {
            throw new DcmdException("no log file has been selected");
        }
        if (log == null) {
            enable(last);
        }
    }

    @Override
    public void disable() {
        write(Renderer::flush);
        OutputStream open = stream;
        log = null;
        stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                errors.message("failed to write log " + file + ": " + e.getMessage());
            }
        }
    }

    @Override
    public void input(String line) {
        log(INPUT, prompt.get() + line);
    }

    private void log(String kind, String text) {
        write(renderer -> renderer.emit(kind, new Emission.Text(text)));
    }

    /** A log that cannot be written is told of once, and ends; the session does not. */
    private void write(Writing writing) {
        Renderer open = log;
        if (open == null) {
            return;
        }
        try {
            writing.to(open);
        } catch (OutputClosedException e) {
            OutputStream broken = stream;
            log = null;
            stream = null;
            errors.message("failed to write log " + file + ": " + e.getMessage());
            try {
                if (broken != null) {
                    broken.close();
                }
            } catch (IOException again) {
                // What it still held cannot be written either.
            }
        }
    }

    private interface Writing {
        void to(Renderer renderer);
    }
}

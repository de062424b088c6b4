package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.PipedRow;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Output;
import dev.xmdb.engine.output.Table;
import dev.xmdb.target.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** One run of a command in a session. */
final class CommandInvocation implements Invocation {
    private final DebugSession session;
    private final String name;
    private final Circumstances circumstances;
    private final LoopMemory memory;
    private final Sink sink;
    private final ParsedOptions options;
    private final Layout layout;

    CommandInvocation(
            DebugSession session,
            String name,
            Circumstances circumstances,
            LoopMemory memory,
            Sink sink,
            ParsedOptions options) {
        this.session = session;
        this.name = name;
        this.circumstances = circumstances;
        this.memory = memory;
        this.sink = sink;
        this.options = options;
        this.layout = session.layout();
    }

    Sink sink() {
        return sink;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public Target target() {
        return session.target()
                .orElseThrow(() -> new DcmdException("command is not supported by current target: no image is open"));
    }

    @Override
    public boolean hasAddress() {
        return circumstances.hasAddress();
    }

    @Override
    public long address() {
        return circumstances.address();
    }

    @Override
    public long count() {
        return circumstances.count();
    }

    @Override
    public boolean isLoop() {
        return circumstances.loop();
    }

    @Override
    public boolean isLoopFirst() {
        return circumstances.loopFirst();
    }

    @Override
    public boolean isPipeInput() {
        return circumstances.pipeInput();
    }

    @Override
    public List<Long> piped() {
        return circumstances.piped();
    }

    @Override
    public boolean isPipeOutput() {
        return sink.isPipe();
    }

    @Override
    public boolean has(char letter) {
        return options.has(letter);
    }

    @Override
    public OptionalLong number(char letter) {
        return options.number(letter);
    }

    @Override
    public Optional<String> string(char letter) {
        return options.string(letter);
    }

    @Override
    public List<String> strings(char letter) {
        return options.strings(letter);
    }

    @Override
    public List<DcmdArgument> arguments() {
        return options.operands();
    }

    @Override
    public <T> T loopState(Class<T> type, Supplier<T> make) {
        return memory.get(type, make);
    }

    @Override
    public Output out() {
        return new Output() {
            @Override
            public void emit(Emission emission) {
                headers().emit(emission, out -> sink.accept(name, out));
            }

            @Override
            public Layout layout() {
                return layout;
            }

            @Override
            public void header(Table table) {
                if (!sink.isPipe() && (!isLoop() || isLoopFirst())) {
                    emit(table.header(layout));
                }
            }
        };
    }

    private HeldHeaders headers() {
        return memory.get(HeldHeaders.class, HeldHeaders::new);
    }

    /** The run has ended with a status: shows what is still held back. */
    Status ended(Status status) {
        headers().end(status, out -> sink.accept(name, out));
        return status;
    }

    @Override
    public void pass(PipedRow row) {
        // What a later stage does with it, it does with the variables as they were: a row may have waited for others.
        row.variables().forEach(bound -> session.variables().set(bound.name(), bound.value()));
        headers().emit(row.row(), out -> sink.accept(out instanceof Emission.Header ? name : row.dcmd(), out));
    }

    @Override
    public void warn(String message) {
        session.troubles().report(message);
    }

    @Override
    public void checkInterrupted() {
        session.interruption().check();
    }

    @Override
    public void progress(String what, long done, long total) {
        session.surroundings().progress().report(what, done, total);
    }
}

package dev.xmdb.engine.run;

import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.OutputClosedException;
import java.util.ArrayList;
import java.util.List;

/** The entrance of a pipeline's later stage: every value that arrives runs the stage's command at once, unless it gathers them. */
final class PipeSink implements Sink {
    private final Interpreter interpreter;
    private final Prepared command;
    private final Sink next;
    private final LoopMemory memory = new LoopMemory();
    private final List<Long> gathered = new ArrayList<>();
    private boolean started;
    private boolean closed;
    private long dot;

    PipeSink(Interpreter interpreter, Prepared command, Sink next) {
        this.interpreter = interpreter;
        this.command = command;
        this.next = next;
    }

    @Override
    public void accept(String dcmd, Emission emission) {
        if (closed) {
            throw closed();
        }
        Long value = emission instanceof Emission.Row row ? row.piped() : null;
        if (value != null) {
            value(value);
        } else if (!interpreter.valuesOf(emission.text(), this::value)) {
            closed = true;
            throw closed();
        }
    }

    /** Whether a value has arrived. */
    boolean started() {
        return started;
    }

    /** Where the last run left dot. */
    long dot() {
        return dot;
    }

    /** Takes note of where a run left dot. */
    void dot(long address) {
        dot = address;
    }

    private void value(long value) {
        if (command.gathersPipe()) {
            gathered.add(value);
            return;
        }
        run(new Circumstances(true, value, 1, true, !started, true, List.of()));
    }

    /** All values have arrived: runs a command that gathers them. */
    void finish() {
        if (!gathered.isEmpty() && !closed) {
            run(new Circumstances(true, gathered.getFirst(), 1, false, true, true, List.copyOf(gathered)));
        }
    }

    private void run(Circumstances circumstances) {
        started = true;
        Status status = interpreter.runStage(this, command, circumstances, memory, next);
        if ((status != Status.OK && status != Status.ERROR) || next.isClosed()) {
            closed = true;
            throw closed();
        }
    }

    private OutputClosedException closed() {
        return new OutputClosedException("the pipe to " + command.name() + " is closed");
    }

    @Override
    public boolean isPipe() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}

package dev.xmdb.engine.run;

import dev.xmdb.engine.RowDcmd;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.engine.output.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The entrance of a pipeline's later stage: every value that arrives runs the stage's command at once, unless it gathers them; a command
 * that takes rows is given each row.
 */
final class PipeSink implements Sink {
    private final Interpreter interpreter;
    private final Prepared command;
    private Optional<RowDcmd> rows;
    private final Sink next;
    private final LoopMemory memory = new LoopMemory();
    private final List<Long> gathered = new ArrayList<>();
    private boolean started;
    private boolean closed;
    private long dot;

    PipeSink(Interpreter interpreter, Prepared command, Optional<RowDcmd> rows, Sink next) {
        this.interpreter = interpreter;
        this.command = command;
        this.rows = rows;
        this.next = next;
    }

    @Override
    public void accept(String dcmd, Emission emission) {
        if (closed) {
            throw closed();
        }
        if (rows.isPresent()) {
            take(rows.get(), dcmd, emission);
            return;
        }
        Long value = emission instanceof Emission.Row row ? row.piped() : null;
        Optional<RowDcmd> able = command.takesRows(true);
        if (value != null) {
            value(value);
        } else if (!started && able.isPresent() && emission instanceof Emission.Row) {
            // Rows that stand for nothing, such as messages: a command that can work on rows takes them as they are.
            rows = able;
            take(able.get(), dcmd, emission);
        } else if (!interpreter.valuesOf(emission.text(), this::value)) {
            closed = true;
            throw closed();
        }
    }

    private void take(RowDcmd taker, String dcmd, Emission emission) {
        step(taker, pass -> switch (emission) {
            case Emission.Header header -> {
                pass.header(header);
                yield Status.OK;
            }
            case Emission.Row row -> pass.row(interpreter.piped(dcmd, row));
            case Emission.Text(String text) -> {
                var field = new Field("text", new Value.Text(text));
                yield pass.row(interpreter.piped(dcmd, new Emission.Row(List.of(field), text, null)));
            }
        });
    }

    private void step(RowDcmd taker, Function<RowDcmd.Rows, Status> step) {
        ended(interpreter.passRows(command, taker, memory, next, step));
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
        if (closed) {
            return;
        }
        if (rows.isPresent()) {
            step(rows.get(), RowDcmd.Rows::end);
        } else if (!gathered.isEmpty()) {
            run(new Circumstances(true, gathered.getFirst(), 1, false, true, true, List.copyOf(gathered)));
        }
    }

    private void run(Circumstances circumstances) {
        started = true;
        ended(interpreter.runStage(this, command, circumstances, memory, next));
    }

    /** Closes the stage when its command wants no more, or can do no more. */
    private void ended(Status status) {
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
        // What takes rows is shown everything, as a person would be.
        return rows.isEmpty();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}

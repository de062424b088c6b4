package dev.xmdb.dcmds.genunix.taskq;

import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.PipedRow;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Output;
import dev.xmdb.engine.output.Table;
import dev.xmdb.target.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The same run of a dcmd, except that its output stands some columns to the right.
 *
 * @param in the run
 * @param columns how many
 */
record IndentedInvocation(Invocation in, int columns) implements Invocation {
    @Override
    public Output out() {
        Output plain = in.out();
        return new Output() {
            @Override
            public void emit(Emission emission) {
                plain.emit(
                        switch (emission) {
                            case Emission.Header(String text) -> new Emission.Header(indented(text));
                            case Emission.Row row -> new Emission.Row(row.fields(), indented(row.text()), row.piped());
                            case Emission.Text(String text) -> new Emission.Text(indented(text));
                        });
            }

            @Override
            public void header(Table table) {
                emit(table.header(layout()));
            }

            @Override
            public Layout layout() {
                return plain.layout();
            }
        };
    }

    private String indented(String text) {
        String blanks = " ".repeat(columns);
        var all = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            all.append(all.isEmpty() ? "" : "\n").append(line.isEmpty() ? "" : blanks + line);
        }
        return all.toString();
    }

    @Override
    public Session session() {
        return in.session();
    }

    @Override
    public Target target() {
        return in.target();
    }

    @Override
    public boolean hasAddress() {
        return in.hasAddress();
    }

    @Override
    public long address() {
        return in.address();
    }

    @Override
    public long count() {
        return in.count();
    }

    @Override
    public boolean isLoop() {
        return in.isLoop();
    }

    @Override
    public boolean isLoopFirst() {
        return in.isLoopFirst();
    }

    @Override
    public boolean isPipeInput() {
        return in.isPipeInput();
    }

    @Override
    public List<Long> piped() {
        return in.piped();
    }

    @Override
    public boolean isPipeOutput() {
        return in.isPipeOutput();
    }

    @Override
    public boolean has(char letter) {
        return in.has(letter);
    }

    @Override
    public OptionalLong number(char letter) {
        return in.number(letter);
    }

    @Override
    public Optional<String> string(char letter) {
        return in.string(letter);
    }

    @Override
    public List<String> strings(char letter) {
        return in.strings(letter);
    }

    @Override
    public List<DcmdArgument> arguments() {
        return in.arguments();
    }

    @Override
    public <T> T loopState(Class<T> type, Supplier<T> make) {
        return in.loopState(type, make);
    }

    @Override
    public void pass(PipedRow row) {
        in.pass(row);
    }

    @Override
    public void warn(String message) {
        in.warn(message);
    }

    @Override
    public void checkInterrupted() {
        in.checkInterrupted();
    }

    @Override
    public void progress(String what, long done, long total) {
        in.progress(what, done, total);
    }
}

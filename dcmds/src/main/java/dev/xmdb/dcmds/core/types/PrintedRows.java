package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.output.Output;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Rows whose text may still grow by lines that stand for nothing of their own, such as a closing brace. */
final class PrintedRows {
    private final Output out;
    private final StringBuilder text = new StringBuilder();
    private @Nullable Fields fields;
    private final Deque<Opening> openings = new ArrayDeque<>();

    /** A row that is one only when something is in it. */
    private record Opening(Fields fields, String line) {}

    PrintedRows(Output out) {
        this.out = out;
    }

    /** Begins a row that has no value of its own; it waits for the first one inside it. */
    void opening(Fields next, String line) {
        openings.addLast(new Opening(next, line));
    }

    /** Whether nothing was printed since the last opening. */
    boolean waits() {
        return !openings.isEmpty();
    }

    /** Forgets the last opening, in which there was nothing to read. */
    void forget() {
        openings.removeLast();
    }

    /** Prints the openings that wait. */
    void open() {
        while (!openings.isEmpty()) {
            Opening opening = openings.removeFirst();
            begin(opening.fields(), opening.line());
        }
    }

    /** Begins a row; the one before it is complete. */
    void row(Fields next, String line) {
        open();
        begin(next, line);
    }

    private void begin(Fields next, String line) {
        flush();
        fields = next;
        text.append(line);
    }

    /** Adds a line to the text of the row that was begun last. */
    void line(String line) {
        text.append('\n').append(line);
    }

    /** Emits what is pending. */
    void flush() {
        Fields complete = fields;
        if (complete != null) {
            fields = null;
            String whole = text.toString();
            text.setLength(0);
            out.emit(complete.row(whole));
        }
    }
}

package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.output.Output;
import org.jspecify.annotations.Nullable;

/** Rows whose text may still grow by lines that stand for nothing of their own, such as a closing brace. */
final class PrintedRows {
    private final Output out;
    private final StringBuilder text = new StringBuilder();
    private @Nullable Fields fields;

    PrintedRows(Output out) {
        this.out = out;
    }

    /** Begins a row; the one before it is complete. */
    void row(Fields next, String line) {
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

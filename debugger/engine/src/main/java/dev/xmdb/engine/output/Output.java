package dev.xmdb.engine.output;

import java.util.List;

/** Where a command emits to. */
public interface Output {

    /** Emits one thing. */
    void emit(Emission emission);

    /** How numbers, pointers and symbols are printed. */
    default Layout layout() {
        return Layout.PLAIN;
    }

    /** Emits a table's header line, unless this invocation is a later one of a loop or its output is piped. */
    void header(Table table);

    /** Emits a row of a table, a value for each of its columns. */
    default void row(Table table, Value... cells) {
        emit(table.row(layout(), List.of(cells)));
    }

    /** Emits a row laid out by a line template, a value for each of its fields. */
    default void line(Line line, Value... values) {
        emit(line.row(layout(), List.of(values)));
    }

    /** Emits text without structure. */
    default void text(String text) {
        emit(new Emission.Text(text));
    }
}

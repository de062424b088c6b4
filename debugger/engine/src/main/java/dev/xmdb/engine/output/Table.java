package dev.xmdb.engine.output;

import java.util.List;

/** Columns separated by one blank, each as wide as its format says; headers are aligned like their cells. */
public final class Table {
    private final List<Column> columns;

    private Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** A table. */
    public static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    /** A row of it. */
    public Emission.Row row(List<Value> cells) {
        return new Emission.Row(List.of(), cells.toString(), null);
    }

    /** Its columns. */
    public List<Column> columns() {
        return columns;
    }
}

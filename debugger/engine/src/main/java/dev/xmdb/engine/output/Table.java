package dev.xmdb.engine.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Columns separated by one blank, each as wide as its format says; headers are aligned like their cells. */
public final class Table {
    private final List<Column> columns;
    private final List<TextFormat> formats;

    private Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.formats = columns.stream().map(c -> TextFormat.of(c.format())).toList();
    }

    /** A table. */
    public static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    /** A row of it, laid out for a 64-bit target without symbols. */
    public Emission.Row row(List<Value> cells) {
        return row(Layout.PLAIN, cells);
    }

    /**
     * A row of it.
     *
     * @param layout how numbers and symbols are printed
     * @param cells a value for each column
     * @throws IllegalArgumentException when there are fewer or more of them
     */
    public Emission.Row row(Layout layout, List<Value> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of " + columns.size() + " columns was given " + cells.size() + " cells");
        }
        var fields = new ArrayList<Field>(cells.size());
        var text = new StringBuilder();
        @Nullable Long piped = null;
        for (int i = 0; i < cells.size(); i++) {
            Column column = columns.get(i);
            Value cell = cells.get(i);
            fields.add(new Field(column.name(), cell));
            if (i > 0) {
                text.append(' ');
            }
            text.append(formats.get(i).format(layout, List.of(cell)));
            if (column.piped()) {
                piped = Line.pipedValue(cell);
            }
        }
        return new Emission.Row(fields, text.toString(), piped);
    }

    /** Its header line. */
    public Emission.Header header(Layout layout) {
        var text = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                text.append(' ');
            }
            text.append(formats.get(i).header(layout, columns.get(i).header()));
        }
        return new Emission.Header(text.toString());
    }

    /** Its columns. */
    public List<Column> columns() {
        return columns;
    }

    @Override
    public String toString() {
        return columns.stream().map(Column::header).collect(Collectors.joining(" "));
    }
}

package dev.xmdb.engine.format;

import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Output;
import dev.xmdb.engine.output.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines that format characters fill: items wrap at the width of the output, lines without a label are indented by the margin, and
 * every finished line is emitted as one row. Into a pipe go only the items, a row each.
 */
final class Sheet {
    static final int MARGIN = 16;
    private static final int LONGEST_LINE = 1 << 16;

    private final Output out;
    private final int columns;
    private final boolean piped;
    private final boolean addressed;
    private final StringBuilder line = new StringBuilder();
    private final List<Value> values = new ArrayList<>();
    private @Nullable Value address;
    private @Nullable String label;
    private int column;

    /**
     * An empty sheet.
     *
     * @param out where lines go
     * @param columns width at which items wrap; 0 for no wrapping
     * @param piped whether the items feed another command
     * @param addressed whether items come from addresses, so that rows have the field {@code address}
     */
    Sheet(Output out, int columns, boolean piped, boolean addressed) {
        this.out = out;
        this.columns = columns == 0 ? LONGEST_LINE : columns;
        this.piped = piped;
        this.addressed = addressed;
    }

    /** Puts the name of the symbol at exactly this address on a line of its own, in the same row. */
    void heading(String name) {
        if (!piped) {
            write(name + ":\n");
        }
    }

    /** Puts an address's label at the place reached, not indented. */
    void label(long at, String text, String shown) {
        if (!piped) {
            if (wraps(shown)) {
                newline();
            }
            write(shown);
            address = new Value.Address(at);
            label = text;
        }
    }

    /** Fills the line with blanks up to a multiple of a width, where it is not at one. */
    void padTo(int width) {
        if (column % width != 0) {
            write(" ".repeat(width - column % width));
        }
    }

    /** Moves to the next tab stop. */
    void tab(int width) {
        item(" ".repeat(width - column % width));
    }

    /** Puts text that is not a value. */
    void item(String text) {
        if (!piped) {
            place(text);
        }
    }

    /**
     * Puts a value.
     *
     * @param at the address it came from
     * @param text as it is printed
     * @param value typed
     * @param number what a pipe receives; null for a value that is no number
     */
    void item(long at, String text, Value value, @Nullable Long number) {
        if (piped) {
            out.emit(new Emission.Row(List.of(new Field("value", value)), text.stripTrailing(), number));
            return;
        }
        place(text);
        if (addressed && address == null) {
            address = new Value.Address(at);
        }
        values.add(value);
    }

    private void place(String text) {
        if (wraps(text)) {
            newline();
        }
        if (column == 0) {
            write(" ".repeat(MARGIN));
        }
        write(text);
    }

    private boolean wraps(String text) {
        return column > MARGIN && column + text.length() > columns;
    }

    private void write(String text) {
        line.append(text);
        int newline = text.lastIndexOf('\n');
        column = newline < 0 ? column + text.length() : text.length() - newline - 1;
    }

    /** Ends the line, also when it is empty. */
    void newline() {
        if (piped) {
            return;
        }
        var fields = new ArrayList<Field>();
        if (address != null) {
            fields.add(new Field("address", address));
        }
        if (label != null) {
            fields.add(new Field("label", new Value.Text(label)));
        }
        fields.add(new Field("values", new Value.Many(values)));
        out.emit(new Emission.Row(fields, line.toString(), null));
        clear();
    }

    /** Ends a line that lacks the item that could not be read: people see what there is of it, programs no row that is only half. */
    void breakOff() {
        if (!line.isEmpty()) {
            out.emit(new Emission.Row(List.of(), line.toString(), null));
            clear();
        }
    }

    private void clear() {
        line.setLength(0);
        values.clear();
        address = null;
        label = null;
        column = 0;
    }

    /**
     * Ends the line when something is on it; a text that brought its own end of line needs no other.
     *
     * @param whole whether all items are on it; if not, as {@link #breakOff}
     */
    void end(boolean whole) {
        if (!whole) {
            breakOff();
        } else if (!line.isEmpty()) {
            if (column == 0) {
                line.setLength(line.length() - 1);
            }
            newline();
        }
    }
}

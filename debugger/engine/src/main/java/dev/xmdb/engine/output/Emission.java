package dev.xmdb.engine.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a command emits. */
public sealed interface Emission {

    /** Its exact text, without a final newline; it may span lines. */
    String text();

    /**
     * A table's header line; underlined on a terminal, nothing in JSON.
     *
     * @param text the line
     */
    record Header(String text) implements Emission {}

    /**
     * A row: typed fields, and how mdb prints them.
     *
     * @param fields none for a row that is only text
     * @param text the exact text
     * @param piped what the next stage of a pipeline receives for this row; null when a row stands for no address
     */
    record Row(List<Field> fields, String text, @Nullable Long piped) implements Emission {
        /** Copies the list. */
        public Row {
            fields = List.copyOf(fields);
        }
    }

    /**
     * Text without structure; one JSON object with the key {@code text}.
     *
     * @param text the text
     */
    record Text(String text) implements Emission {}
}

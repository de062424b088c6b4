package dev.xmdb.engine;

import dev.xmdb.engine.output.Emission;
import java.util.List;

/**
 * A row on its way through a pipe.
 *
 * @param dcmd name of the command that emitted it, whose row it stays when later stages pass it on
 * @param row the row
 * @param variables the variables of walks as they were when it was emitted
 */
public record PipedRow(String dcmd, Emission.Row row, List<Variables.Bound> variables) {
    /** Copies the list. */
    public PipedRow {
        variables = List.copyOf(variables);
    }
}

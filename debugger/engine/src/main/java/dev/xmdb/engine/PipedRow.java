package dev.xmdb.engine;

import dev.xmdb.engine.output.Emission;

/**
 * A row on its way through a pipe.
 *
 * @param dcmd name of the command that emitted it, whose row it stays when later stages pass it on
 * @param row the row
 */
public record PipedRow(String dcmd, Emission.Row row) {}

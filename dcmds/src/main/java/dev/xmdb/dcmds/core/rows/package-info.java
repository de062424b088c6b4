/**
 * Commands that work on the typed rows of the command before them in a pipeline, as relational operators do: they choose, order, count
 * and group them by what their columns hold, or by a member of the structure that a row stands for.
 */
@NullMarked
package dev.xmdb.dcmds.core.rows;

import org.jspecify.annotations.NullMarked;

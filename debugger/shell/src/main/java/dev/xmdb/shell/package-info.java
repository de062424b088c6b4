/**
 * The program {@code xmdb}: from a command line to an exit status.
 *
 * <p>{@link dev.xmdb.shell.Main} reads the options, opens the image and runs a session on commands from {@code -e}, {@code -f},
 * standard input or a terminal. {@code render} turns what commands emit into bytes; {@code terminal} is the interactive half and is
 * loaded only there. How a dcmd works is nobody's business here.
 */
@NullMarked
package dev.xmdb.shell;

import org.jspecify.annotations.NullMarked;

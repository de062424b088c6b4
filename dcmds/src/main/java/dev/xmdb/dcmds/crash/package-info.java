/**
 * The spelling of crash(8), which people who look at Linux dumps have in their fingers: each of its commands that has an equivalent is
 * translated into a line of our own language, and {@code --mdb} shows that line.
 */
@NullMarked
package dev.xmdb.dcmds.crash;

import org.jspecify.annotations.NullMarked;

/** Commands and walkers of the module {@code genunix} about the message log, panics, clocks and processor sets. */
@NullMarked
package dev.xmdb.dcmds.genunix.system;

import org.jspecify.annotations.NullMarked;

/** Commands and walkers of the module {@code genunix} about locks, turnstiles and sleep channels. */
@NullMarked
package dev.xmdb.dcmds.genunix.sync;

import org.jspecify.annotations.NullMarked;

/** Commands and walkers of the module {@code genunix} about what the kernel will do at a time. */
@NullMarked
package dev.xmdb.dcmds.genunix.timer;

import org.jspecify.annotations.NullMarked;

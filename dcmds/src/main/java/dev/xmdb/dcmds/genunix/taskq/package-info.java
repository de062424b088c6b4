/** Commands and walkers of the module {@code genunix} about task queues. */
@NullMarked
package dev.xmdb.dcmds.genunix.taskq;

import org.jspecify.annotations.NullMarked;

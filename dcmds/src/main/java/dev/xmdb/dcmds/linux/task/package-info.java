/** Commands and walkers about the processes and threads of a Linux guest, and their stacks. */
@NullMarked
package dev.xmdb.dcmds.linux.task;

import org.jspecify.annotations.NullMarked;

/** Commands and walkers about threads and their stacks. */
@NullMarked
package dev.xmdb.dcmds.genunix.thread;

import org.jspecify.annotations.NullMarked;

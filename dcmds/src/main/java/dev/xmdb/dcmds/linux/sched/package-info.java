/** Commands about the scheduler of a Linux guest. */
@NullMarked
package dev.xmdb.dcmds.linux.sched;

import org.jspecify.annotations.NullMarked;

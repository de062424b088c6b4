/** Commands and walkers about the interrupts and event channels of a Linux guest. */
@NullMarked
package dev.xmdb.dcmds.linux.interrupt;

import org.jspecify.annotations.NullMarked;

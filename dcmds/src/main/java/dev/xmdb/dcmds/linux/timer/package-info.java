/** Commands about the timers of a Linux guest. */
@NullMarked
package dev.xmdb.dcmds.linux.timer;

import org.jspecify.annotations.NullMarked;

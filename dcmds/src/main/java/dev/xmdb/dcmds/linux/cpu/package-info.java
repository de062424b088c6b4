/** Commands and walkers about the CPUs of a Linux guest. */
@NullMarked
package dev.xmdb.dcmds.linux.cpu;

import org.jspecify.annotations.NullMarked;

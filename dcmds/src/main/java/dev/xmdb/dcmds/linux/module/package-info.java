/** Commands and walkers about the modules of a Linux kernel. */
@NullMarked
package dev.xmdb.dcmds.linux.module;

import org.jspecify.annotations.NullMarked;

/** Commands and walkers about the devices that a Linux guest has together with other domains, and the memory that it grants them. */
@NullMarked
package dev.xmdb.dcmds.linux.xenbus;

import org.jspecify.annotations.NullMarked;

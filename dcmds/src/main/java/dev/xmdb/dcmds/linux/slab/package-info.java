/** Commands and walkers of the slab allocator of Linux guests. */
@NullMarked
package dev.xmdb.dcmds.linux.slab;

import org.jspecify.annotations.NullMarked;

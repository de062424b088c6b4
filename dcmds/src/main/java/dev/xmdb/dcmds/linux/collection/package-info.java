/** Walkers over the kernel's containers. */
@NullMarked
package dev.xmdb.dcmds.linux.collection;

import org.jspecify.annotations.NullMarked;

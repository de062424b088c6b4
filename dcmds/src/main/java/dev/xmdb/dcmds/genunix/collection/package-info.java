/** Walkers over the kernel's general lists and trees. */
@NullMarked
package dev.xmdb.dcmds.genunix.collection;

import org.jspecify.annotations.NullMarked;

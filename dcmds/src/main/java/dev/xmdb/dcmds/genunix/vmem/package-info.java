/** {@code ::vmem}, {@code ::vmem_seg} and the walkers of arenas and segments. */
@NullMarked
package dev.xmdb.dcmds.genunix.vmem;

import org.jspecify.annotations.NullMarked;

/** {@code ::kmem_cache} and the other dcmds and walkers of the slab allocator. */
@NullMarked
package dev.xmdb.dcmds.genunix.kmem;

import org.jspecify.annotations.NullMarked;

/**
 * The kernel's slab allocator: its caches, their slabs and buffers, the magazines in front of them and what its debugging aids recorded.
 * {@link dev.xmdb.target.guest.solaris.kmem.Kmem} is where to begin; it keeps what it has read for later commands. Structures are read by
 * the names in the kernel's CTF, which also tells how old the allocator is.
 */
@NullMarked
package dev.xmdb.target.guest.solaris.kmem;

import org.jspecify.annotations.NullMarked;

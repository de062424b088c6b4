/** Writes the allocators' state into guest memory as the kernel's own structures. */
@NullMarked
package dev.xmdb.sim.solaris.kmem.image;

import org.jspecify.annotations.NullMarked;

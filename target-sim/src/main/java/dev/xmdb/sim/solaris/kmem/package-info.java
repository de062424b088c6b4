/**
 * The simulated kernel's object allocator: caches that cut slabs into buffers of one size, magazines of free buffers in front of them,
 * and the bookkeeping of audited caches.
 */
@NullMarked
package dev.xmdb.sim.solaris.kmem;

import org.jspecify.annotations.NullMarked;

/** The simulated kernel's address-range allocator: arenas that import from one another, and the segments that they are divided into. */
@NullMarked
package dev.xmdb.sim.solaris.vmem;

import org.jspecify.annotations.NullMarked;

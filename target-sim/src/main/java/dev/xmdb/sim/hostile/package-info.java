/**
 * Kernels that lie: each {@link dev.xmdb.sim.hostile.Damage} spoils one thing in the memory of a sound frozen domain, for whoever wants to
 * see what a debugger makes of it.
 */
@NullMarked
package dev.xmdb.sim.hostile;

import org.jspecify.annotations.NullMarked;

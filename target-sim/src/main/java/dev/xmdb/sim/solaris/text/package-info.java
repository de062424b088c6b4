/** The simulated kernels' functions: what they are called, where they call whom, and their machine code. */
@NullMarked
package dev.xmdb.sim.solaris.text;

import org.jspecify.annotations.NullMarked;

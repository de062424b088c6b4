/**
 * Simulated domains, written as real images. The simulator shares image layouts with the debugger and nothing else: it is an
 * independent witness.
 */
@NullMarked
package dev.xmdb.sim;

import org.jspecify.annotations.NullMarked;

/**
 * A guest that nothing is known of, or that could not be recognised: no symbols, no types, no threads. Memory, registers and
 * translations work all the same, and a kernel's banner in memory may still say what it is.
 */
@NullMarked
package dev.xmdb.target.guest.raw;

import org.jspecify.annotations.NullMarked;

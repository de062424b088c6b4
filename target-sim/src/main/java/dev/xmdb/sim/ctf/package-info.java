/** Writes CTF, version 2: the type information that Solaris kernel modules carry. */
@NullMarked
package dev.xmdb.sim.ctf;

import org.jspecify.annotations.NullMarked;

/** The program {@code xm}: lists the simulated domains and dumps their cores. */
@NullMarked
package dev.xmdb.sim.xm;

import org.jspecify.annotations.NullMarked;

/**
 * The simulated kernels' own structure layouts: tables of named offsets in {@code ref09.layout}, from which memory is written and the type
 * information of the image is made, so that the two agree.
 */
@NullMarked
package dev.xmdb.sim.solaris.layout;

import org.jspecify.annotations.NullMarked;

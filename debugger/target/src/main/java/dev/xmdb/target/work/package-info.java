/** Long computations: what they say of themselves while they run, and how they are stopped. */
@NullMarked
package dev.xmdb.target.work;

import org.jspecify.annotations.NullMarked;

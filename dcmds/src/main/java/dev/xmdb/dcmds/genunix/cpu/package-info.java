/** Commands and walkers about CPUs: what each runs and what waits for it. */
@NullMarked
package dev.xmdb.dcmds.genunix.cpu;

import org.jspecify.annotations.NullMarked;

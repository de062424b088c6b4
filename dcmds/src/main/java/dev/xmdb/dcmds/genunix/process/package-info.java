/** Commands and walkers about processes. */
@NullMarked
package dev.xmdb.dcmds.genunix.process;

import org.jspecify.annotations.NullMarked;

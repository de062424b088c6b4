/** The truth about an image: facts that were true when it was written, for whoever checks a debugger against them. */
@NullMarked
package dev.xmdb.sim.truth;

import org.jspecify.annotations.NullMarked;

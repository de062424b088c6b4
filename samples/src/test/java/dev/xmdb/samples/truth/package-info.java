/** Agreements between what the debugger says of a simulated domain and what the simulator told of it: one class for each kind of thing. */
@NullMarked
package dev.xmdb.samples.truth;

import org.jspecify.annotations.NullMarked;

/** The domains that the simulator knows, each with one thing wrong. */
@NullMarked
package dev.xmdb.sim.scenario;

import org.jspecify.annotations.NullMarked;

/**
 * The simulated kernel at work: threads run programs on CPUs, take locks, sleep, are woken, interrupted and preempted, in a loop of events
 * that a seed decides. Nothing of it is in guest memory but the objects' addresses; {@link dev.xmdb.sim.solaris.run.Freezer} writes it
 * there when the domain is frozen.
 */
@NullMarked
package dev.xmdb.sim.solaris.run;

import org.jspecify.annotations.NullMarked;

/**
 * A 64-bit Solaris kernel under Xen, built in a domain's memory: text, modules with their symbols and types, CPUs, threads, processes,
 * event channels. What is written is also told to the truth that goes beside the image.
 */
@NullMarked
package dev.xmdb.sim.solaris;

import org.jspecify.annotations.NullMarked;

/** The machine under a domain: frames, page tables, vCPUs. */
@NullMarked
package dev.xmdb.sim.machine;

import org.jspecify.annotations.NullMarked;

/**
 * What a domain shares with the hypervisor and with domain 0: the start_info page, the rings of the store and of the console, the grant
 * table, and the drivers' conversation that the rings hold.
 */
@NullMarked
package dev.xmdb.sim.solaris.xen;

import org.jspecify.annotations.NullMarked;

/**
 * What the addresses of a Solaris kernel belong to: modules, threads and their stacks, page structures, page tables, buffers of caches,
 * segments of arenas, mappings. {@link dev.xmdb.target.guest.solaris.whatis.SolarisAddresses} makes the search.
 */
@NullMarked
package dev.xmdb.target.guest.solaris.whatis;

import org.jspecify.annotations.NullMarked;

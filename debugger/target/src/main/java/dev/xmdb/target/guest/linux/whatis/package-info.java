/**
 * What the addresses of a Linux kernel belong to: its image, per-CPU variables, modules, stacks, areas of vmalloc, slab objects, pages,
 * page structures, mappings of processes. {@link dev.xmdb.target.guest.linux.whatis.LinuxAddresses} makes the search.
 */
@NullMarked
package dev.xmdb.target.guest.linux.whatis;

import org.jspecify.annotations.NullMarked;

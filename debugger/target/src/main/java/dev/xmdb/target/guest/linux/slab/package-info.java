/**
 * The slab allocator of a Linux kernel (SLUB): caches, their slabs, and which objects in them are free. A slab is one or more pages
 * that the kernel describes by the {@code struct page} (since 5.17 {@code struct slab}, the same memory) of the first one. Full slabs
 * are in no list, so all slabs are found by one pass over the page structures. {@link dev.xmdb.target.guest.linux.slab.Slabs} is the
 * way in.
 */
@NullMarked
package dev.xmdb.target.guest.linux.slab;

import org.jspecify.annotations.NullMarked;

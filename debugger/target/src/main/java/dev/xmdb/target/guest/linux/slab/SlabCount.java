package dev.xmdb.target.guest.linux.slab;

/**
 * How much a cache has.
 *
 * @param slabs how many slabs
 * @param objects how many objects, free ones among them
 */
public record SlabCount(long slabs, long objects) {}

package dev.xmdb.target.guest.solaris.kmem;

/**
 * A buffer of a cache.
 *
 * @param cache its cache
 * @param slab its slab
 * @param index its number in the slab
 */
public record KmemBuffer(KmemCache cache, KmemSlab slab, int index) {

    /** Its first byte. */
    public long address() {
        return slab.buffer(index);
    }

    /** Whether somebody has it. */
    public boolean allocated() {
        return slab.allocated(index);
    }

    /** The address of its external bufctl; 0 when it has none, or none was found. */
    public long bufctl() {
        return slab.bufctl(index);
    }
}

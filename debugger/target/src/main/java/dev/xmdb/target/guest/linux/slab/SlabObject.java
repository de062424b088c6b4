package dev.xmdb.target.guest.linux.slab;

/**
 * An object of a slab.
 *
 * @param slab its slab
 * @param index its number in the slab; -1 for the rest of the slab's memory, which is no object
 */
public record SlabObject(Slab slab, int index) {
    /** Whether it is an object. */
    public boolean exists() {
        return index >= 0;
    }

    /** Its first byte; that of the slab for what is no object. */
    public long address() {
        return exists() ? slab.object(index) : slab.start();
    }

    /** Whether somebody has it. */
    public boolean allocated() {
        return exists() && slab.state(index) == ObjectState.ALLOCATED;
    }
}

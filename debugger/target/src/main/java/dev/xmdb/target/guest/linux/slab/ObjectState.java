package dev.xmdb.target.guest.linux.slab;

/** What an object of a slab is. */
public enum ObjectState {
    /** Somebody has it. */
    ALLOCATED,
    /** In its slab's list of free objects. */
    FREE,
    /** Free, and for one CPU to hand out; its slab counts it as in use. */
    FREE_FOR_CPU,
    /** Free in an array of free objects (since 6.18); its slab counts it as in use. */
    FREE_IN_SHEAF
}

package dev.xmdb.target.guest.linux.slab;

/**
 * Where the kernel keeps a slab.
 *
 * @param kind what it is there
 * @param number which CPU's or node's; 0 where there is none
 */
public record SlabPlace(Kind kind, int number) {
    static final SlabPlace NOWHERE = new SlabPlace(Kind.UNLISTED, 0);

    /** What a slab is where it is. */
    public enum Kind {
        /** A CPU allocates from it. */
        ACTIVE,
        /** In the list of slabs that a CPU takes next. */
        CPU_PARTIAL,
        /** In a node's list of slabs with free objects. */
        NODE_PARTIAL,
        /** In a node's list of full slabs, which caches under debugging have. */
        NODE_FULL,
        /** In no list, as full slabs are. */
        UNLISTED
    }
}

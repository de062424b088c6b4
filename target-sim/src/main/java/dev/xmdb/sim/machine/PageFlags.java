package dev.xmdb.sim.machine;

/** Bits of x86-64 page-table entries, and what Xen since 3.0.3 makes of what a 64-bit PV guest asks for. */
public final class PageFlags {
    /** The entry is valid. */
    public static final long PRESENT = 1;

    /** Writing is allowed. */
    public static final long WRITABLE = 1 << 1;

    /** User mode may use it. */
    public static final long USER = 1 << 2;

    /** It was used. */
    public static final long ACCESSED = 1 << 5;

    /** It was written through. */
    public static final long DIRTY = 1 << 6;

    /** Above level 1: maps a large page. */
    public static final long LARGE = 1 << 7;

    /** Stays in the TLB when the root changes. */
    public static final long GLOBAL = 1 << 8;

    /** Solaris' own mark (two software bits): the frame is not one of the domain. */
    public static final long FOREIGN = 0x600;

    /** Xen's own mark (a software bit) on an entry that the guest wrote without the user bit: a mapping of the guest's kernel. */
    public static final long GUEST_KERNEL = 1L << 52;

    /** No instruction may be fetched from it. */
    public static final long NO_EXECUTE = 1L << 63;

    private PageFlags() {}

    /**
     * What Xen stores for a level-1 or large-page entry: the guest's kernel runs in ring 3 as its processes do, so every entry gets the
     * user bit; one that asked for it is a process's and may stay in the TLB, one that did not is marked as the kernel's.
     */
    public static long asXenStoresLeaf(long wanted) {
        return (wanted & USER) != 0 ? wanted | GLOBAL : wanted | USER | GUEST_KERNEL;
    }

    /** What Xen stores for an entry that points to a lower table. */
    public static long asXenStoresTable(long wanted) {
        return wanted | USER;
    }
}

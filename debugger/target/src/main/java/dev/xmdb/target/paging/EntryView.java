package dev.xmdb.target.paging;

import dev.xmdb.dump.DomainKind;

/**
 * How the bits of entries are to be taken: as they are stored, or as the guest meant them, without what Xen made of them.
 *
 * <p>In the last level of a 64-bit PV guest, Xen (since 3.0.3) sets the user bit and its own bit 52 on what the guest wrote as a kernel
 * page, and the global bit on what the guest wrote as a user page. Above the last level it sets the user bit everywhere, and what the
 * guest wrote there is lost; only a large page that is global too is taken as the user's, which is how Xen stores one that is.
 *
 * @param mode the shape of the tables
 * @param meant true for what the guest meant
 */
record EntryView(PagingMode mode, boolean meant) {
    private static final long USER = 1 << 2;
    private static final long LARGE = 1 << 7;
    private static final long GLOBAL = 1 << 8;
    private static final long GUEST_KERNEL = 1L << 52;

    static EntryView of(PagingMode mode, DomainKind kind, boolean stored) {
        return new EntryView(mode, !stored && kind == DomainKind.PV && mode == PagingMode.LONG_4_LEVEL);
    }

    /** The bits of an entry; bit 7 only where it makes a large page. */
    long bits(long entry, int level) {
        long bits = level == 1 ? entry & ~LARGE : entry;
        if (!meant || (entry & USER) == 0) {
            return bits;
        }
        if ((entry & GUEST_KERNEL) != 0) {
            return bits & ~USER;
        }
        if (level == 1 || (entry & GLOBAL) != 0) {
            return bits & ~GLOBAL;
        }
        return bits & ~USER;
    }
}

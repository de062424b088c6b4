package dev.xmdb.target.paging;

import dev.xmdb.dump.DomainKind;

/**
 * Where a tree of page tables starts.
 *
 * @param cr3 the raw cr3 value
 * @param mode the shape of the tables
 * @param frame frame of the root table, as the image's tables name frames; negative when there is none
 * @param offsetInPage byte offset of the root table in that frame; not 0 only under native PAE, whose root is 32-byte aligned
 */
public record PageTableRoot(long cr3, PagingMode mode, long frame, int offsetInPage) {
    private static final long ADDRESS_MASK = 0x000f_ffff_ffff_f000L;
    private static final int PAE_ROOT_OFFSET_MASK = 0xfe0;
    private static final int PAGE_SHIFT = 12;

    /**
     * Decodes a raw cr3 value.
     *
     * <p>A 32-bit PV guest's value under PAE is folded: the frame number is rotated so that it fits 32 bits (Xen public header,
     * {@code xen_pfn_to_cr3}). Elsewhere the low bits hold cache flags or a PCID and are dropped.
     *
     * @param cr3 the value as a register or an image holds it
     * @param mode the shape of the tables
     * @param kind whose register it is
     */
    public static PageTableRoot of(long cr3, PagingMode mode, DomainKind kind) {
        return switch (mode) {
            case LONG_4_LEVEL, LONG_5_LEVEL -> new PageTableRoot(cr3, mode, (cr3 & ADDRESS_MASK) >>> PAGE_SHIFT, 0);
            case PAE ->
                kind == DomainKind.PV
                        ? new PageTableRoot(cr3, mode, unfold(cr3), 0)
                        : new PageTableRoot(
                                cr3, mode, (cr3 & 0xffff_f000L) >>> PAGE_SHIFT, (int) cr3 & PAE_ROOT_OFFSET_MASK);
            case LEGACY_32 -> new PageTableRoot(cr3, mode, (cr3 & 0xffff_f000L) >>> PAGE_SHIFT, 0);
            case UNPAGED -> new PageTableRoot(cr3, mode, 0, 0);
        };
    }

    /** No root: of a space in which only windows are known. */
    public static PageTableRoot none(PagingMode mode) {
        return new PageTableRoot(0, mode, -1, 0);
    }

    /** Whether there are no tables at all. */
    public boolean isNone() {
        return frame < 0;
    }

    /** The frame number in a folded cr3. */
    private static long unfold(long cr3) {
        return Integer.toUnsignedLong(Integer.rotateRight((int) cr3, PAGE_SHIFT));
    }
}

package dev.xmdb.dump.frames;

/**
 * The guest frames that Xen's dump writer never maps in an auto-translated domain: the VGA hole, and everything from 0xF0000000 to
 * 4 GiB, where the special pages (rings of store and console, emulated devices) live. So since Xen 4.0.
 */
public final class UnmappableRanges {
    private static final long VGA_FIRST = 0xa0;
    private static final long VGA_END = 0xc0;
    private static final long SPECIAL_FIRST = 0xf0000;
    private static final long SPECIAL_END = 0x100000;

    private UnmappableRanges() {}

    /** Whether a guest frame lies in one of the ranges. */
    public static boolean contains(long pfn) {
        return (pfn >= VGA_FIRST && pfn < VGA_END) || (pfn >= SPECIAL_FIRST && pfn < SPECIAL_END);
    }

    /** The guest frame in a slot, when every other frame is there. */
    static long pfnOfSlot(long slot) {
        long pfn = slot < VGA_FIRST ? slot : slot + VGA_END - VGA_FIRST;
        return pfn < SPECIAL_FIRST ? pfn : pfn + SPECIAL_END - SPECIAL_FIRST;
    }
}

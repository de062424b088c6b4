package dev.xmdb.target.paging;

import dev.xmdb.dump.Frames;

/**
 * Virtual addresses behind which guest frames are known to lie one after the other, whatever the page tables say or are.
 *
 * @param start the first address, a multiple of 2 MiB
 * @param end the address after the last one
 * @param pfn the guest frame that {@code start} would lie in; may be negative, as the first addresses of a window may have none
 */
public record LinearWindow(long start, long end, long pfn) {
    private static final long ALIGNMENT = 2 << 20;

    /** Checks the start. */
    public LinearWindow {
        if (start % ALIGNMENT != 0) {
            throw new IllegalArgumentException("a window cannot start at " + Long.toHexString(start));
        }
    }

    boolean contains(long address) {
        return Long.compareUnsigned(address - start, end - start) < 0;
    }

    boolean overlaps(long first, long last) {
        return Long.compareUnsigned(last, start) >= 0 && Long.compareUnsigned(first, end) < 0;
    }

    long pfn(long address) {
        return pfn + ((address - start) >> Frames.PAGE_SHIFT);
    }
}

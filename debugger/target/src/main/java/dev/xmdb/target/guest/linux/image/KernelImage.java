package dev.xmdb.target.guest.linux.image;

import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.PagingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a 64-bit Linux kernel's image is mapped: its code, data and whatever else the boot left there. The gigabyte in which it lies is
 * the same for all kernels; its place in it is random for those that randomise it.
 */
public final class KernelImage {
    /** First address at which the image may lie. */
    public static final long START = 0xffff_ffff_8000_0000L;

    /** First address of the modules behind it. */
    public static final long END = 0xffff_ffff_c000_0000L;

    /** Where every kernel's code is linked to begin; one that is moved at boot begins that much later. */
    public static final long LINKED = 0xffff_ffff_8100_0000L;

    private KernelImage() {}

    /**
     * Addresses without a hole.
     *
     * @param start the first
     * @param end the one after the last
     */
    public record Range(long start, long end) {}

    /** Whether an address lies where the image may be. */
    public static boolean mayHold(long address) {
        return Long.compareUnsigned(address - START, END - START) < 0;
    }

    /** What is mapped there and in the image file, in ascending order; nothing for a guest that is not a 64-bit one. */
    public static List<Range> mapped(PagedMemory memory) {
        if (memory.mode() != PagingMode.LONG_4_LEVEL && memory.mode() != PagingMode.LONG_5_LEVEL) {
            return List.of();
        }
        var ranges = new ArrayList<Range>();
        long at = memory.tables().nextReadable(START, END);
        while (Long.compareUnsigned(at, END) < 0) {
            long length = memory.readable(at, END - at);
            ranges.add(new Range(at, at + length));
            at = memory.tables().nextReadable(at + length, END);
        }
        return List.copyOf(ranges);
    }
}

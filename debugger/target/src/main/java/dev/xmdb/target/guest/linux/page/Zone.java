package dev.xmdb.target.guest.linux.page;

import java.util.List;

/**
 * A zone: frames of one node that serve the same purposes.
 *
 * @param address its struct zone
 * @param node the node's number
 * @param index its place in the node
 * @param name for example {@code DMA32}
 * @param start its first frame
 * @param spanned frames from there to its end, holes included
 * @param present frames that are there
 * @param managed frames that are handed out
 * @param free free frames by the kernel's count, without what the CPUs have in lists of their own
 * @param min below this count processes have to free memory themselves
 * @param low below this one the kernel begins to free memory
 * @param high at this one it stops
 * @param areas its free blocks by order
 */
public record Zone(
        long address,
        int node,
        int index,
        String name,
        long start,
        long spanned,
        long present,
        long managed,
        long free,
        long min,
        long low,
        long high,
        List<FreeArea> areas) {
    /** Copies the list. */
    public Zone {
        areas = List.copyOf(areas);
    }

    /** Whether a frame is in its span. */
    public boolean spans(long pfn) {
        return pfn >= start && pfn - start < spanned;
    }

    /**
     * The free blocks of one order.
     *
     * @param order their order: each has 2^order frames
     * @param count how many the kernel counts
     * @param lists address of the list of each way of use, in the order of {@link Zones#uses}
     */
    public record FreeArea(int order, long count, List<Long> lists) {
        /** Copies the list. */
        public FreeArea {
            lists = List.copyOf(lists);
        }
    }
}

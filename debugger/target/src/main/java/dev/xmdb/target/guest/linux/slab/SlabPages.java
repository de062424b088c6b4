package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.dump.Frames;
import java.util.OptionalLong;

/**
 * From the structure that describes a slab to the slab's memory, and back.
 *
 * @param vmemmap address of the array of page structures
 * @param size bytes of one
 * @param direct where all memory is mapped one to one
 * @param frames how many page structures there can be
 */
record SlabPages(long vmemmap, long size, long direct, long frames) {

    /** The frame that a structure describes; empty for an address that is none of a structure. */
    OptionalLong pfn(long structure) {
        long offset = structure - vmemmap;
        long pfn = Long.divideUnsigned(offset, size);
        return Long.compareUnsigned(pfn, frames) < 0 && pfn * size == offset
                ? OptionalLong.of(pfn)
                : OptionalLong.empty();
    }

    /** The structure that describes a frame. */
    long structure(long pfn) {
        return vmemmap + pfn * size;
    }

    /** Where the direct map has a frame. */
    long memory(long pfn) {
        return direct + pfn * Frames.PAGE_SIZE;
    }
}

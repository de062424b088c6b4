package dev.xmdb.target.search;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.work.Effort;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Memory that can be searched: which bytes of the file are at which addresses. */
public sealed interface SearchedMemory permits PhysicalMemory, MappedMemory, TranslatedMemory {

    /** The image that it is in. */
    DomainImage image();

    /** The file. */
    default MemorySegment bytes() {
        return image().bytes();
    }

    /** How many bytes all of it has; 0 when that is not known. */
    default long size() {
        return 0;
    }

    /**
     * Tells what of a range is in the file, in the order of addresses.
     *
     * @param range which addresses
     * @param taker is told
     * @param effort hears of progress
     * @return what could not be told, one sentence each
     */
    List<String> extents(SearchRange range, Taker taker, Effort effort);

    /** Whoever is told of memory. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes bytes that are consecutive in memory and in the file.
         *
         * @param address address of the first one
         * @param offset its offset in the file
         * @param length how many
         * @return false when no more are wanted
         */
        boolean accept(long address, long offset, long length);
    }
}

package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.work.Effort;
import java.util.List;
import java.util.function.LongConsumer;

/** The pass over all page structures that finds the pages of slabs. */
@FunctionalInterface
interface SlabPass {
    /**
     * Makes the pass.
     *
     * @param sink receives the frames that are marked as a slab's, in ascending order
     * @param effort told how far it came
     * @return what could not be read, one sentence each
     */
    List<String> run(LongConsumer sink, Effort effort);
}

package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.collection.LinkedLists;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * Rings of {@code struct list_head} found from one of their members: whether it is in a ring at all, and which other member is the head.
 *
 * @param memory where they are
 */
record ListLinks(AddressSpace memory) {
    /** Whether both neighbours of a link lead back to it, and it is not alone. */
    boolean linked(long link) {
        try {
            long next = memory.readLong(link);
            long before = memory.readLong(link + Long.BYTES);
            return next != link
                    && next != 0
                    && before != 0
                    && memory.readLong(next + Long.BYTES) == link
                    && memory.readLong(before) == link;
        } catch (MemoryFaultException notThere) {
            return false;
        }
    }

    /**
     * The one member of a ring that is no entry.
     *
     * @param link a member that is one
     * @param entry whether a link is that of an entry
     */
    OptionalLong head(long link, LongPredicate entry) {
        long[] found = {0};
        Chain.End end = new LinkedLists(memory).list("entries", link, other -> {
            boolean isEntry;
            try {
                isEntry = entry.test(other);
            } catch (MemoryFaultException notThere) {
                // In front of a head there may be no memory.
                isEntry = false;
            }
            if (!isEntry) {
                found[0] = other;
            }
            return isEntry;
        });
        return found[0] != 0 && end.sound() ? OptionalLong.of(found[0]) : OptionalLong.empty();
    }
}

package dev.xmdb.target.guest.linux.collection;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import java.util.function.LongPredicate;

/**
 * Reads the kernel's linked lists, whose links lie inside of what is linked: {@code struct list_head}, {@code struct hlist_head} with
 * {@code struct hlist_node}, and {@code struct hlist_nulls_head}. In each of them the link to the next one comes first, so no type is
 * needed. What is delivered are the links; an element begins where its type says that the link is in it.
 *
 * @param memory where they are
 */
public record LinkedLists(AddressSpace memory) {
    private static final int MOST = 1 << 24;

    /** The lists of a guest. */
    public static LinkedLists of(LinuxGuest guest) {
        return new LinkedLists(guest.memory());
    }

    /**
     * Delivers the links of a ring ({@code list_head}), without its head.
     *
     * @param what its elements in the plural, for messages
     * @param head the address of the head
     * @param sink receives each address; returns false when it wants no more
     */
    public Chain.End list(String what, long head, LongPredicate sink) {
        return new Chain(what, memory::readLong, MOST).followHeaded(head, sink);
    }

    /**
     * Delivers the nodes of a hash chain ({@code hlist_head}).
     *
     * @param what its elements in the plural, for messages
     * @param head the address of the head
     * @param sink receives each address; returns false when it wants no more
     */
    public Chain.End hlist(String what, long head, LongPredicate sink) {
        return new Chain(what, memory::readLong, MOST).followHeaded(head, sink);
    }

    /**
     * Delivers the nodes of a hash chain whose end is a number instead of a null pointer ({@code hlist_nulls_head}): a word with its lowest
     * bit set.
     *
     * @param what its elements in the plural, for messages
     * @param head the address of the head
     * @param sink receives each address; returns false when it wants no more
     */
    public Chain.End hlistNulls(String what, long head, LongPredicate sink) {
        return new Chain(what, at -> marked(memory.readLong(at)) ? 0 : memory.readLong(at), MOST)
                .followHeaded(head, sink);
    }

    /**
     * Delivers the nodes of a hash chain whose head has a lock in its lowest bit ({@code hlist_bl_head}).
     *
     * @param what its elements in the plural, for messages
     * @param head the address of the head
     * @param sink receives each address; returns false when it wants no more
     */
    public Chain.End hlistLocked(String what, long head, LongPredicate sink) {
        return new Chain(what, at -> memory.readLong(at) & ~1L, MOST).followHeaded(head, sink);
    }

    private static boolean marked(long word) {
        return (word & 1) != 0;
    }
}

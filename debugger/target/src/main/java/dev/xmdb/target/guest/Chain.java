package dev.xmdb.target.guest;

import dev.xmdb.target.memory.MemoryFaultException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A linked list in a guest's memory: what is linked, and how one element leads to the next. Guest lists are cyclic and corrupt by
 * assumption, so following one always ends.
 *
 * @param what its elements in the plural, for messages: {@code threads}
 * @param next the address of the element after one
 * @param most how many elements it can have
 */
public record Chain(String what, LongUnaryOperator next, int most) {

    /**
     * How the walk of a chain ended.
     *
     * @param delivered elements that were delivered
     * @param fault why it ended before its end, one sentence; null when it did not
     */
    public record End(long delivered, @Nullable String fault) {
        /** Whether every element was delivered, or as many as were wanted. */
        public boolean sound() {
            return fault == null;
        }
    }

    /**
     * Delivers the elements from the first one on, up to a null pointer or the address at which the list closes. A circular list of which
     * {@code first} is an element closes at {@code first}; one with a separate head closes at the head.
     *
     * @param first the first element; 0 for an empty list
     * @param close where a circular list closes; 0 for a list that ends in a null pointer
     * @param sink receives each address; returns false when it wants no more
     */
    public End follow(long first, long close, LongPredicate sink) {
        Set<Long> seen = new HashSet<>();
        long delivered = 0;
        for (long at = first; at != 0 && (at != close || delivered == 0); ) {
            if (!seen.add(at)) {
                return fault(delivered, "run in a circle at " + Long.toHexString(at));
            }
            if (delivered == most) {
                return fault(delivered, "go on after " + most);
            }
            delivered++;
            if (!sink.test(at)) {
                break;
            }
            try {
                at = next.applyAsLong(at);
            } catch (MemoryFaultException broken) {
                return fault(delivered, "break off at " + Long.toHexString(at) + ": " + broken.getMessage());
            }
        }
        return new End(delivered, null);
    }

    private End fault(long delivered, String how) {
        return new End(delivered, what + " " + how);
    }
}

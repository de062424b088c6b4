package dev.xmdb.target.guest;

import dev.xmdb.target.memory.MemoryFaultException;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;
import org.jspecify.annotations.Nullable;

/**
 * A linked list in a guest's memory: what is linked, and how one element leads to the next. Guest lists are cyclic and corrupt by
 * assumption, so following one always ends. Lists come in three forms, each followed by a method of its own: those that end in a null
 * pointer, rings of elements only, and rings through a head that is no element. A chain breaks off at an element that is not in memory,
 * whether it was to lead on or whoever received it found that out.
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
     * Delivers the elements of a list that ends in a null pointer.
     *
     * @param first the first element; 0 for an empty list
     * @param sink receives each address; returns false when it wants no more
     */
    public End follow(long first, LongPredicate sink) {
        return follow(first, 0, sink);
    }

    /**
     * Delivers the elements of a ring without a head: from one of them on, up to where it comes back to that one, or to a null pointer.
     *
     * @param first the element to begin with; 0 for an empty ring
     * @param sink receives each address; returns false when it wants no more
     */
    public End followRing(long first, LongPredicate sink) {
        if (first == 0) {
            return new End(0, null);
        }
        try {
            if (!sink.test(first)) {
                return new End(1, null);
            }
        } catch (MemoryFaultException broken) {
            return broken(0, first, broken);
        }
        End rest = followHeaded(first, sink);
        return new End(rest.delivered() + 1, rest.fault());
    }

    /**
     * Delivers the elements of a ring that is closed by a head which is none of them: those between the head and the head, or a null
     * pointer. The head of an empty ring leads to itself.
     *
     * @param head the address in the head that the last element leads to
     * @param sink receives each address; returns false when it wants no more
     */
    public End followHeaded(long head, LongPredicate sink) {
        long first;
        try {
            first = next.applyAsLong(head);
        } catch (MemoryFaultException broken) {
            return broken(0, head, broken);
        }
        return follow(first, head, sink);
    }

    private End follow(long first, long close, LongPredicate sink) {
        var seen = new LongHashSet();
        long delivered = 0;
        for (long at = first; at != 0 && at != close; ) {
            if (!seen.add(at)) {
                return fault(delivered, "run in a circle at " + Long.toHexString(at));
            }
            if (delivered == most) {
                return fault(delivered, "go on after " + most);
            }
            try {
                boolean wanted = sink.test(at);
                delivered++;
                if (!wanted) {
                    break;
                }
                at = next.applyAsLong(at);
            } catch (MemoryFaultException broken) {
                return broken(delivered, at, broken);
            }
        }
        return new End(delivered, null);
    }

    private End broken(long delivered, long at, MemoryFaultException broken) {
        return fault(delivered, "break off at " + Long.toHexString(at) + ": " + broken.getMessage());
    }

    private End fault(long delivered, String how) {
        return new End(delivered, what + " " + how);
    }
}

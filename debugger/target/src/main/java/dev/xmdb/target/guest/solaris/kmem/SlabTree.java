package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/**
 * The nodes of an AVL tree in a kernel's memory (sys/avl_impl.h), in order. Trees of a guest are corrupt by assumption: a node that comes
 * again is not followed.
 *
 * @param memory where it is
 * @param left byte offset of the pointer to a node's left child
 * @param right byte offset of the pointer to its right child
 * @param most how many nodes it can have
 */
record SlabTree(AddressSpace memory, long left, long right, int most) {

    /**
     * Delivers the nodes below a root.
     *
     * @param sink receives each; returns false when it wants no more
     * @return why it broke off; empty when it did not
     */
    Optional<String> follow(long root, LongPredicate sink) {
        var above = new LongArrayList();
        var seen = new LongHashSet();
        long at = root;
        try {
            while (at != 0 || above.notEmpty()) {
                while (at != 0) {
                    if (!seen.add(at)) {
                        return Optional.of("run in a circle at " + Long.toHexString(at));
                    }
                    if (seen.size() > most) {
                        return Optional.of("go on after " + most);
                    }
                    above.add(at);
                    at = memory.readWord(at + left);
                }
                long node = above.removeAtIndex(above.size() - 1);
                if (!sink.test(node)) {
                    return Optional.empty();
                }
                at = memory.readWord(node + right);
            }
            return Optional.empty();
        } catch (MemoryFaultException broken) {
            return Optional.of("break off at " + Long.toHexString(broken.address()) + ": " + broken.getMessage());
        }
    }
}

package dev.xmdb.target.guest.linux.collection;

import dev.xmdb.target.memory.MemoryFaultException;
import java.util.function.Consumer;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/** One visit to a tree: the nodes that it has been to, and what it has to say of damage. */
final class TreeVisit {
    private static final int MOST_NODES = 1 << 22;
    /** A wild tree breaks in very many places, of which the first ones tell enough. */
    private static final int MOST_TOLD = 8;

    private final String tree;
    private final Consumer<String> problems;
    private final LongHashSet seen = new LongHashSet();
    private long faults;

    /**
     * A visit.
     *
     * @param what what the tree is, for messages: {@code maple tree}
     * @param root the address of its root structure
     * @param problems receives a sentence for each damage, up to some
     */
    TreeVisit(String what, long root, Consumer<String> problems) {
        this.tree = what + " at " + Long.toHexString(root);
        this.problems = problems;
    }

    /** Whether a node is to be read: it has not been read before, and there are not too many. */
    boolean enter(long node) {
        if (seen.size() == MOST_NODES) {
            damage("goes on after " + MOST_NODES + " nodes, at " + Long.toHexString(node));
            return false;
        }
        if (!seen.add(node)) {
            damage("runs in a circle at " + Long.toHexString(node));
            return false;
        }
        return true;
    }

    /** Says that something is wrong. */
    void damage(String how) {
        if (faults++ < MOST_TOLD) {
            problems.accept(tree + " " + how);
        }
    }

    /** Says that a node, or what an entry leads to, is not in memory. */
    void lost(long at, MemoryFaultException fault) {
        damage("breaks off at " + Long.toHexString(at) + ": " + fault.getMessage());
    }

    /** To be called at the end. */
    void close() {
        if (faults > MOST_TOLD) {
            problems.accept(tree + " has " + (faults - MOST_TOLD) + " further faults");
        }
    }
}

package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.types.StructView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/** A kernel's balanced tree ({@code avl_tree_t}). */
public final class AvlTree {
    private static final int MOST_ELEMENTS = 1 << 20;
    /** A balanced tree of as many nodes as there are addresses is not as high. */
    private static final int HIGHEST_TREE = 96;

    private final SolarisGuest kernel;

    /** Trees of a kernel. */
    public AvlTree(SolarisGuest kernel) {
        this.kernel = kernel;
    }

    /**
     * Follows the objects in a tree, in order.
     *
     * @param tree address of the tree
     * @param sink takes the address of each object; false when no more are wanted
     * @return why it breaks off; empty when it does not
     * @throws dev.xmdb.target.memory.MemoryFaultException when the tree or a node is not in memory
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not tell what a tree is like
     */
    public Optional<String> follow(long tree, LongPredicate sink) {
        StructView view = kernel.types().layout("avl_tree_t").at(kernel.memory(), tree);
        long offset = view.number("avl_offset");
        Set<Long> seen = new HashSet<>();
        Deque<Long> above = new ArrayDeque<>();
        long at = view.number("avl_root");
        while (at != 0 || !above.isEmpty()) {
            while (at != 0) {
                if (!seen.add(at)) {
                    return Optional.of("nodes of the tree run in a circle at " + Long.toHexString(at));
                }
                if (seen.size() > MOST_ELEMENTS) {
                    return Optional.of("the tree goes on after " + MOST_ELEMENTS + " nodes at " + Long.toHexString(at));
                }
                if (above.size() == HIGHEST_TREE) {
                    return Optional.of("the tree is higher than a balanced one can be, at " + Long.toHexString(at));
                }
                above.push(at);
                at = child(at, 0);
            }
            long node = above.pop();
            if (!sink.test(node - offset)) {
                return Optional.empty();
            }
            at = child(node, 1);
        }
        return Optional.empty();
    }

    private long child(long node, int which) {
        StructView view = kernel.types().layout("avl_node_t").at(kernel.memory(), node);
        return kernel.memory()
                .readWord(view.addressOf("avl_child")
                        + (long) which * kernel.memory().wordSize());
    }
}

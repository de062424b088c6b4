package dev.xmdb.sim.solaris.kmem.image;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import java.util.List;

/** Writes sorted nodes as one of the kernel's balanced trees. */
final class AvlNodes {
    private static final int INDEX_SHIFT = 2;

    private final Kernel kernel;
    private final List<Long> nodes;

    private AvlNodes(Kernel kernel, List<Long> nodes) {
        this.kernel = kernel;
        this.nodes = nodes;
    }

    /** Writes the tree whose {@code avl_tree_t} is at {@code tree}. */
    static void write(Kernel kernel, long tree, List<Long> nodes, long offset, long size) {
        GuestStruct target = kernel.at("avl_tree_t", tree)
                .set("avl_offset", offset)
                .set("avl_size", size)
                .set("avl_numnodes", nodes.size());
        target.set("avl_root", new AvlNodes(kernel, nodes).subtree(0, nodes.size(), 0, 0));
    }

    private long subtree(int from, int to, long parent, int index) {
        if (from == to) {
            return 0;
        }
        int middle = (from + to) >>> 1;
        long node = nodes.get(middle);
        int balance = height(to - middle - 1) - height(middle - from) + 1;
        kernel.at("avl_node_t", node)
                .set("avl_child", 0, subtree(from, middle, node, 0))
                .set("avl_child", 1, subtree(middle + 1, to, node, 1))
                .set("avl_pcb", parent | (long) index << INDEX_SHIFT | balance);
        return node;
    }

    /** Height of a subtree of {@code count} nodes, which is split in the middle again and again. */
    private static int height(int count) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count);
    }
}

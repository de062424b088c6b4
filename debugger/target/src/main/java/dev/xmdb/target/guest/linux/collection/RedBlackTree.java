package dev.xmdb.target.guest.linux.collection;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Reads red-black trees in order, from the leftmost node to the rightmost. Its root is a {@code struct rb_root}, or a
 * {@code struct rb_root_cached}, which begins with one.
 */
public final class RedBlackTree {
    /** A balanced tree of as many nodes as there are addresses is not as high. */
    private static final int HIGHEST = 128;

    private final AddressSpace memory;
    private final long rootOffset;
    private final long left;
    private final long right;

    /**
     * A reader.
     *
     * @throws TypeDataException when the kernel's types do not tell what a node is
     */
    public RedBlackTree(AddressSpace memory, Types types) {
        this.memory = memory;
        StructLayout node = types.layout("struct rb_node");
        this.rootOffset = types.layout("struct rb_root").member("rb_node").offset();
        this.left = node.member("rb_left").offset();
        this.right = node.member("rb_right").offset();
    }

    /** The reader of a guest. */
    public static RedBlackTree of(LinuxGuest guest) {
        return guest.kept(RedBlackTree.class, () -> new RedBlackTree(guest.memory(), guest.types()));
    }

    /**
     * Delivers the address of every {@code struct rb_node}, in order. What is below a link that leads nowhere is left out; so is a node
     * at which the sink finds memory missing.
     *
     * @param root the address of a {@code struct rb_root}
     * @param sink receives them; returns false when it wants no more
     * @param problems receives a sentence for each damage
     */
    public void forEach(long root, LongPredicate sink, Consumer<String> problems) {
        var visit = new TreeVisit("red-black tree", root, problems);
        Deque<Long> above = new ArrayDeque<>();
        long at = link(visit, root, rootOffset);
        while (at != 0 || !above.isEmpty()) {
            while (at != 0 && enter(visit, at, above.size())) {
                above.push(at);
                at = link(visit, at, left);
            }
            if (above.isEmpty()) {
                break;
            }
            long node = above.pop();
            if (!deliver(visit, sink, node)) {
                break;
            }
            at = link(visit, node, right);
        }
        visit.close();
    }

    /** Whether a node can be read, and is none that was read before. */
    private boolean enter(TreeVisit visit, long at, int height) {
        if (height == HIGHEST) {
            visit.damage("is higher than a balanced one can be, at " + Long.toHexString(at));
            return false;
        }
        long size = Math.max(left, right) + Long.BYTES;
        if (memory.readable(at, size) < size) {
            visit.damage("leads to " + Long.toHexString(at) + ", where no memory is");
            return false;
        }
        return visit.enter(at);
    }

    private long link(TreeVisit visit, long at, long offset) {
        try {
            return memory.readLong(at + offset);
        } catch (MemoryFaultException fault) {
            visit.lost(at, fault);
            return 0;
        }
    }

    private static boolean deliver(TreeVisit visit, LongPredicate sink, long node) {
        try {
            return sink.test(node);
        } catch (MemoryFaultException fault) {
            visit.lost(node, fault);
            return true;
        }
    }
}

package dev.xmdb.sim.solaris.kmem.image;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;

/** Strings nodes on one of the kernel's circular lists, whose head is a node too. */
final class LinkedNodes {
    private final Kernel kernel;
    private final long head;
    private long last;

    /** An empty list, whose {@code list_t} is at {@code list}. */
    LinkedNodes(Kernel kernel, long list) {
        this.kernel = kernel;
        this.head = kernel.at("list_t", list).address("list_head");
        this.last = head;
        link(head, head);
    }

    /** Adds a node at the end. */
    void add(long node) {
        link(last, node);
        link(node, head);
        last = node;
    }

    private void link(long from, long to) {
        node(from).set("list_next", to);
        node(to).set("list_prev", from);
    }

    private GuestStruct node(long va) {
        return kernel.at("list_node_t", va);
    }
}

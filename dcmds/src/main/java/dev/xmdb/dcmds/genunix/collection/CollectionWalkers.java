package dev.xmdb.dcmds.genunix.collection;

import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The walkers {@code list avl}. */
public final class CollectionWalkers {
    private static final int MOST_ELEMENTS = 1 << 22;
    /** A balanced tree of as many nodes as there are addresses is not as high. */
    private static final int HIGHEST_TREE = 96;

    private CollectionWalkers() {}

    /** The walkers. */
    public static List<Walker> all() {
        return List.of(
                new ListWalker(
                        "list",
                        "given a list_t, the objects on it",
                        AddressUse.REQUIRED,
                        (kernel, walk) -> reading(walk, "list_t", () -> list(kernel, walk))),
                new ListWalker(
                        "avl",
                        "given an avl_tree_t, the objects in it, in order",
                        AddressUse.REQUIRED,
                        (kernel, walk) -> reading(walk, "avl_tree_t", () -> tree(kernel, walk))));
    }

    /** Walks something, and gives the reason why it breaks off. */
    private interface Body {
        Optional<String> walk();
    }

    private static Optional<String> reading(Walk walk, String what, Body body) {
        try {
            return body.walk();
        } catch (MemoryFaultException lost) {
            return Optional.of(Reading.failure(
                    what + " at " + Long.toHexString(walk.start().orElseThrow()), lost));
        }
    }

    private static Optional<String> list(SolarisGuest kernel, Walk walk) {
        StructView list =
                kernel.types().layout("list_t").at(kernel.memory(), walk.start().orElseThrow());
        StructLayout node = kernel.types().layout("list_node_t");
        long offset = list.number("list_offset");
        long head = list.addressOf("list_head");
        return Optional.ofNullable(new Chain(
                        "elements of the list",
                        address -> node.at(kernel.memory(), address).number("list_next"),
                        MOST_ELEMENTS)
                .followHeaded(head, address -> walk.deliver(address - offset))
                .fault());
    }

    private static Optional<String> tree(SolarisGuest kernel, Walk walk) {
        StructView tree = kernel.types()
                .layout("avl_tree_t")
                .at(kernel.memory(), walk.start().orElseThrow());
        long offset = tree.number("avl_offset");
        Set<Long> seen = new HashSet<>();
        Deque<Long> above = new ArrayDeque<>();
        long at = tree.number("avl_root");
        while (at != 0 || !above.isEmpty()) {
            while (at != 0) {
                if (!seen.add(at)) {
                    return Optional.of("nodes of the tree run in a circle at " + Long.toHexString(at));
                }
                if (above.size() == HIGHEST_TREE || seen.size() > MOST_ELEMENTS) {
                    return Optional.of("the tree is higher than a balanced one can be, at " + Long.toHexString(at));
                }
                above.push(at);
                at = child(kernel, at, 0);
            }
            long node = above.pop();
            if (!walk.deliver(node - offset)) {
                return Optional.empty();
            }
            at = child(kernel, node, 1);
        }
        return Optional.empty();
    }

    private static long child(SolarisGuest kernel, long node, int which) {
        StructView view = kernel.types().layout("avl_node_t").at(kernel.memory(), node);
        return kernel.memory()
                .readWord(view.addressOf("avl_child")
                        + (long) which * kernel.memory().wordSize());
    }
}

package dev.xmdb.dcmds.genunix.collection;

import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.AvlTree;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.List;
import java.util.Optional;

/** The walkers {@code list avl}. */
public final class CollectionWalkers {
    private static final int MOST_ELEMENTS = 1 << 22;

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
                        (kernel, walk) -> reading(
                                walk,
                                "avl_tree_t",
                                () -> new AvlTree(kernel).follow(walk.start().orElseThrow(), walk::deliver))));
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
}

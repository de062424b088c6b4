package dev.xmdb.dcmds.linux.collection;

import dev.xmdb.dcmds.LinuxWalker;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.LinkedLists;
import dev.xmdb.target.guest.linux.collection.MapleTree;
import dev.xmdb.target.guest.linux.collection.RedBlackTree;
import dev.xmdb.target.guest.linux.collection.XArray;
import java.util.List;
import java.util.function.BiConsumer;

/** The walkers {@code list_head hlist hlist_nulls rbtree maple maple_tree xarray radix radix_tree}. */
public final class CollectionWalkers {
    private CollectionWalkers() {}

    /** The walkers. */
    public static List<Walker> all() {
        return List.of(
                of(
                        "list_head",
                        "the entries of a circular list, without its head",
                        (guest, walk) ->
                                tell(walk, LinkedLists.of(guest).list("list entries", start(walk), walk::deliver))),
                of(
                        "hlist",
                        "given a struct hlist_head, the nodes of a hash chain",
                        (guest, walk) -> tell(
                                walk, LinkedLists.of(guest).hlist("hash chain's nodes", start(walk), walk::deliver))),
                of(
                        "hlist_nulls",
                        "given a struct hlist_nulls_head, the nodes of a hash chain that ends in a number",
                        (guest, walk) -> tell(
                                walk,
                                LinkedLists.of(guest).hlistNulls("hash chain's nodes", start(walk), walk::deliver))),
                of(
                        "rbtree",
                        "given a struct rb_root, the nodes of a red-black tree, in order",
                        (guest, walk) -> RedBlackTree.of(guest).forEach(start(walk), walk::deliver, walk::warn)),
                of("maple", "given a struct maple_tree, its entries in order of indices", CollectionWalkers::maple),
                of("maple_tree", "the same as maple", CollectionWalkers::maple),
                of("xarray", "given a struct xarray, its entries in order of indices", CollectionWalkers::xarray),
                of(
                        "radix",
                        "given a struct radix_tree_root, its entries in order of indices",
                        CollectionWalkers::xarray),
                of("radix_tree", "the same as radix", CollectionWalkers::xarray));
    }

    private static Walker of(String name, String summary, BiConsumer<LinuxGuest, Walk> body) {
        return new LinuxWalker(name, summary, AddressUse.REQUIRED, body);
    }

    private static long start(Walk walk) {
        return walk.start().orElseThrow();
    }

    private static void maple(LinuxGuest guest, Walk walk) {
        MapleTree.of(guest).forEach(start(walk), (first, last, entry) -> walk.deliver(entry), walk::warn);
    }

    private static void xarray(LinuxGuest guest, Walk walk) {
        XArray.of(guest).forEach(start(walk), (first, last, entry) -> walk.deliver(entry), walk::warn);
    }

    private static void tell(Walk walk, Chain.End end) {
        if (end.fault() != null) {
            walk.warn(end.fault());
        }
    }
}

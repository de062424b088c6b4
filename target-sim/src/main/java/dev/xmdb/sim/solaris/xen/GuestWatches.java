package dev.xmdb.sim.solaris.xen;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;

/** The guest's list of the watches that it has registered. */
final class GuestWatches {
    private final Kernel kernel;
    private final GuestStruct list;

    GuestWatches(Kernel kernel) {
        this.kernel = kernel;
        this.list = kernel.variable("list_t", "watches");
        if (list.get("list_size") == 0) {
            long head = list.address("list_head");
            list.set("list_size", kernel.layouts().size("struct xenbus_watch"))
                    .set("list_head.list_next", head)
                    .set("list_head.list_prev", head);
        }
    }

    /** Puts a watch at the end of the list. */
    void register(long watch) {
        long head = list.address("list_head");
        long last = list.get("list_head.list_prev");
        kernel.at("struct xenbus_watch", watch).set("list.list_next", head).set("list.list_prev", last);
        list.set("list_head.list_prev", watch);
        kernel.at("list_node_t", last).set("list_next", watch);
    }

    /** Fills in and registers a watch that is a variable. Returns its address. */
    long register(String variable, String path, String callback) {
        GuestStruct watch = kernel.variable("struct xenbus_watch", variable)
                .set("node", kernel.text(path))
                .set("callback", kernel.symbols().address(callback));
        register(watch.va());
        return watch.va();
    }
}

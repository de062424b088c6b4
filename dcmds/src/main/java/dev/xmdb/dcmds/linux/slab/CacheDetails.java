package dev.xmdb.dcmds.linux.slab;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.Invocation;
import dev.xmdb.target.guest.linux.slab.CacheState;
import dev.xmdb.target.guest.linux.slab.SlabCache;
import dev.xmdb.target.guest.linux.slab.Slabs;
import java.util.List;

/** The rows that {@code ::kmem_cache -v} prints below that of a cache. */
final class CacheDetails {
    private static final String INDENT = " ".repeat(17);

    private CacheDetails() {}

    static void emit(Invocation in, Slabs slabs, SlabCache cache, CacheState state) {
        SlabCache.Shape shape = cache.shape();
        in.out()
                .emit(new Fields()
                        .address("cache", cache.address())
                        .quantity("objects_per_slab", shape.objects())
                        .quantity("pages_per_slab", shape.pages())
                        .quantity("free_pointer_at", cache.freeOffset())
                        .truth("hardened", cache.key().isPresent())
                        .row(INDENT + shape.objects() + " objects in " + shape.pages()
                                + (shape.pages() == 1 ? " page" : " pages") + " a slab, free pointer at "
                                + Long.toHexString(cache.freeOffset())
                                + (cache.key().isPresent() ? ", hardened" : "")));
        List<String> names =
                slabs.furtherNames(cache).stream().map(SingleLine::of).toList();
        if (!names.isEmpty()) {
            in.out()
                    .emit(new Fields()
                            .address("cache", cache.address())
                            .texts("also", names)
                            .row(INDENT + "also " + String.join(", ", names)));
        }
        for (CacheState.Cpu cpu : state.cpus()) {
            in.out()
                    .emit(new Fields()
                            .address("cache", cache.address())
                            .quantity("cpu", cpu.id())
                            .address("active_slab", cpu.slab())
                            .quantity("free", cpu.free())
                            .quantity("partial_slabs", cpu.partial())
                            .quantity("sheaved", cpu.sheaved())
                            .row(INDENT + "CPU " + cpu.id() + ": slab " + Long.toHexString(cpu.slab()) + " with "
                                    + cpu.free() + " free objects of its own, " + cpu.partial() + " partial slabs"
                                    + sheaved(cpu.sheaved())));
        }
        for (CacheState.Node node : state.nodes()) {
            in.out()
                    .emit(new Fields()
                            .address("cache", cache.address())
                            .quantity("node", node.id())
                            .quantity("slabs", node.slabs())
                            .quantity("objects", node.objects())
                            .quantity("partial_slabs", node.partial())
                            .quantity("sheaved", node.sheaved())
                            .row(INDENT + "node " + node.id() + ": " + node.slabs() + " slabs with " + node.objects()
                                    + " objects, " + node.partial() + " of them partial" + sheaved(node.sheaved())));
        }
    }

    private static String sheaved(int objects) {
        return objects == 0 ? "" : ", " + objects + " free objects in sheaves";
    }
}

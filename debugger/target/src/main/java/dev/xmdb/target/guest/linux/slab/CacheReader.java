package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads the list of caches. */
final class CacheReader {
    private static final int MOST = 1 << 16;
    private static final int LONGEST_NAME = 256;

    private CacheReader() {}

    /**
     * The caches, the last made first.
     *
     * @param head address of the kernel's {@code slab_caches}
     * @param problems receives a sentence for each that cannot be read
     */
    static List<SlabCache> read(AddressSpace memory, StructLayout layout, long head, Consumer<String> problems) {
        var caches = new ArrayList<SlabCache>();
        long link = layout.member("list").offset();
        Chain.End end = new Chain("slab caches", memory::readLong, MOST).followHeaded(head, at -> {
            SlabCache cache = cache(layout.at(memory, at - link), problems);
            if (cache.sound()) {
                caches.add(cache);
            } else {
                problems.accept("slab cache " + cache.name() + " at " + Long.toHexString(cache.address())
                        + " has impossible sizes: objects of " + cache.objectSize() + " bytes, one each "
                        + cache.stride() + ", " + cache.shape().objects() + " in "
                        + cache.shape().bytes());
            }
            return true;
        });
        if (end.fault() != null) {
            problems.accept(end.fault());
        }
        return List.copyOf(caches);
    }

    private static SlabCache cache(StructView view, Consumer<String> problems) {
        return new SlabCache(
                view.address(),
                name(view, problems),
                view.number("flags"),
                view.number("object_size"),
                view.number("size"),
                SlabCache.Shape.of(view.number("oo.x")),
                SlabCache.Shape.of(optional(view, "min.x")),
                view.number("offset"),
                view.layout().has("random") ? OptionalLong.of(view.number("random")) : OptionalLong.empty(),
                optional(view, "red_left_pad"),
                optional(view, "refcount"),
                optional(view, "cpu_slab"),
                optional(view, "cpu_sheaves"));
    }

    private static String name(StructView view, Consumer<String> problems) {
        try {
            return StructView.text(view.memory(), view.number("name"), LONGEST_NAME);
        } catch (MemoryFaultException lost) {
            problems.accept("name of slab cache at " + Long.toHexString(view.address()) + ": " + lost.getMessage());
            return Long.toHexString(view.address());
        }
    }

    private static long optional(StructView view, String member) {
        return view.layout().has(member) ? view.number(member) : 0;
    }
}

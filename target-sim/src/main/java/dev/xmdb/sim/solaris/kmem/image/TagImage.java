package dev.xmdb.sim.solaris.kmem.image;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.kmem.CacheKind;
import dev.xmdb.sim.solaris.kmem.Slab;
import dev.xmdb.sim.solaris.vmem.Origin;
import org.jspecify.annotations.Nullable;

/** Writes what debugging leaves behind and in buffers: tags, the mark after the last byte that was asked for, the pattern of free ones. */
final class TagImage {
    private static final long REDZONE = 0xfeedfacefeedfaceL;
    private static final int REDZONE_BYTE = 0xbb;
    private static final long FREE_PATTERN = 0xdeadbeefdeadbeefL;
    private static final long ALLOCATED = 0xa110c8edL;
    private static final long FREE = 0xf4eef4eeL;
    private static final int SIZE_FACTOR = 251;

    private final Kernel kernel;

    TagImage(Kernel kernel) {
        this.kernel = kernel;
    }

    void write(Slab slab, int chunk) {
        CacheKind kind = slab.cache().kind();
        long buffer = slab.buffer(chunk);
        boolean allocated = slab.state(chunk) == Slab.State.ALLOCATED;
        long control = slab.control(chunk);
        boolean outside = kind.isHashed();
        GuestStruct tag = kernel.at("kmem_buftag_t", buffer + kind.tagOffset())
                .set("bt_redzone", REDZONE)
                .set("bt_bufctl", outside ? control : 0)
                .set("bt_bxstat", (outside ? control : 0) ^ (allocated ? ALLOCATED : FREE));
        int requested = slab.requested(chunk);
        if (allocated && (kind.creationFlags() & CacheKind.GENERAL) != 0 && requested > 0) {
            kernel.space().put(buffer + requested, 1, REDZONE_BYTE);
            kernel.space().put(tag.va() + Integer.BYTES, Integer.BYTES, (long) SIZE_FACTOR * requested + 1);
        }
        if (!allocated) {
            fill(buffer, kind.verified());
        }
        if ((kind.flags() & CacheKind.LITE) != 0) {
            callers(slab.origin(chunk), tag.va());
        }
    }

    private void fill(long buffer, int bytes) {
        for (long va = buffer; va < buffer + bytes; va += Long.BYTES) {
            kernel.space().putLong(va, FREE_PATTERN);
        }
    }

    private void callers(@Nullable Origin origin, long tag) {
        long history = kernel.at("kmem_buftag_lite_t", tag).address("bt_history");
        if (origin == null) {
            return;
        }
        for (int index = 0;
                index < Math.min(CacheKind.LITE_CALLERS, origin.stack().size());
                index++) {
            kernel.space()
                    .putLong(history + (long) index * Long.BYTES, origin.stack().get(index));
        }
    }
}

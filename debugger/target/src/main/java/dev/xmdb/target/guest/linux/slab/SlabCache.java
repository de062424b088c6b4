package dev.xmdb.target.guest.linux.slab;

import java.util.OptionalLong;

/**
 * A cache of objects of one size.
 *
 * @param address of its {@code struct kmem_cache}
 * @param name its name; that of the first of several which share it
 * @param flags SLAB_* bits, whose values differ between kernels
 * @param objectSize bytes that users have of an object
 * @param stride bytes from one object to the next
 * @param shape the shape of its slabs
 * @param smallest the shape that it falls back to when memory is short
 * @param freeOffset bytes from an object's beginning to its pointer to the next free one
 * @param key what these pointers are made unreadable with; empty in a kernel that does not do so
 * @param leftPad bytes before an object that are a red zone
 * @param references how many users share it: more than one when caches of one shape were merged
 * @param cpuSlabs per-CPU pointer to what each CPU allocates from (up to 6.19); 0 for none
 * @param cpuSheaves per-CPU pointer to the arrays of free objects that each CPU keeps (since 6.18); 0 for none
 */
public record SlabCache(
        long address,
        String name,
        long flags,
        long objectSize,
        long stride,
        Shape shape,
        Shape smallest,
        long freeOffset,
        OptionalLong key,
        long leftPad,
        long references,
        long cpuSlabs,
        long cpuSheaves) {

    private static final int ORDER_SHIFT = 16;
    private static final int MOST_ORDER = 18;
    private static final long PAGE = 4096;

    /**
     * The shape of a slab.
     *
     * @param objects how many objects it has
     * @param order it has 2 to the power of this pages
     */
    public record Shape(int objects, int order) {
        /** A shape from the word that the kernel keeps it in. */
        static Shape of(long word) {
            return new Shape((int) (word & 0xffff), (int) Math.min(word >>> ORDER_SHIFT & 0xffff, MOST_ORDER));
        }

        /** Pages of a slab. */
        public int pages() {
            return 1 << order;
        }

        /** Bytes of a slab. */
        public long bytes() {
            return PAGE << order;
        }
    }

    /** The shape of a slab with so many objects: when memory was short it is the smaller one. */
    Shape shapeOf(int objects) {
        return objects != shape.objects() && objects <= smallest.objects() ? smallest : shape;
    }

    /** Whether its numbers can be those of a cache. */
    boolean sound() {
        return stride > 0
                && objectSize > 0
                && objectSize <= stride
                && stride <= PAGE << MOST_ORDER
                && freeOffset <= stride - Long.BYTES
                && shape.objects() > 0
                && shape.objects() * stride <= shape.bytes();
    }
}

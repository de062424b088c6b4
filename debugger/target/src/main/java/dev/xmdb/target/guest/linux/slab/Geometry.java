package dev.xmdb.target.guest.linux.slab;

/**
 * Where the objects of a slab lie.
 *
 * @param first address of the first object
 * @param stride bytes from one to the next
 * @param count how many there are
 */
record Geometry(long first, long stride, int count) {

    /** The object that begins at an address; -1 for any other address. */
    int begins(long address) {
        long offset = address - first;
        long index = Long.divideUnsigned(offset, stride);
        return Long.compareUnsigned(index, count) < 0 && index * stride == offset ? (int) index : -1;
    }

    /** The object whose bytes, or those up to the next one, an address is among; -1 outside all. */
    int covers(long address) {
        long index = Long.divideUnsigned(address - first, stride);
        return Long.compareUnsigned(index, count) < 0 ? (int) index : -1;
    }

    /** Where an object begins. */
    long object(int index) {
        return first + index * stride;
    }
}

package dev.xmdb.target.guest.solaris.kmem;

import java.util.BitSet;

/** A slab: memory cut into buffers, and what is known of each of them. Its buffers are numbered from 0. */
public final class KmemSlab {
    private final long address;
    private final long base;
    private final int count;
    private final long chunkSize;
    private final boolean partial;
    private final BitSet out = new BitSet();
    private final BitSet inMagazine = new BitSet();
    private long[] bufctls = {};

    KmemSlab(long address, long base, int count, long chunkSize, boolean partial) {
        this.address = address;
        this.base = base;
        this.count = count;
        this.chunkSize = chunkSize;
        this.partial = partial;
    }

    /** The address of its {@code kmem_slab_t}. */
    public long address() {
        return address;
    }

    /** Its first buffer. */
    public long base() {
        return base;
    }

    /** How many buffers it has. */
    public int count() {
        return count;
    }

    /** How many bytes its buffers take together. */
    public long length() {
        return count * chunkSize;
    }

    /** Whether the cache lists it among those that have free buffers. */
    public boolean partial() {
        return partial;
    }

    /** Whether an address is in one of its buffers. */
    public boolean contains(long at) {
        return Long.compareUnsigned(at - base, length()) < 0;
    }

    /** The number of the buffer that an address in it is in. */
    public int indexOf(long at) {
        return (int) Long.divideUnsigned(at - base, chunkSize);
    }

    /** The address of a buffer. */
    public long buffer(int index) {
        return base + index * chunkSize;
    }

    /** Whether somebody has a buffer. */
    public boolean allocated(int index) {
        return out.get(index) && !inMagazine.get(index);
    }

    /** Whether a buffer is free, but in a magazine and not in the slab's own list. */
    public boolean inMagazine(int index) {
        return inMagazine.get(index);
    }

    /** How many buffers somebody has. */
    public int allocatedCount() {
        BitSet theirs = (BitSet) out.clone();
        theirs.andNot(inMagazine);
        return theirs.cardinality();
    }

    /** The address of a buffer's external bufctl; 0 when it has none, or none was found. */
    public long bufctl(int index) {
        return index < bufctls.length ? bufctls[index] : 0;
    }

    void bufctl(int index, long at) {
        if (bufctls.length == 0) {
            bufctls = new long[count];
        }
        bufctls[index] = at;
    }

    /** Takes note that a buffer left the slab. */
    void leave(int index) {
        out.set(index);
    }

    /** Takes note that all buffers but those noted next left the slab. */
    void leaveAll() {
        out.set(0, count);
    }

    void stay(int index) {
        out.clear(index);
    }

    boolean left(int index) {
        return out.get(index);
    }

    void enterMagazine(int index) {
        inMagazine.set(index);
    }
}

package dev.xmdb.target.guest.linux.slab;

import java.util.BitSet;
import java.util.List;

/** A slab with the state of each of its objects. Immutable. */
public final class Slab {
    private final SlabCache cache;
    private final long address;
    private final long start;
    private final Geometry objects;
    private final int used;
    private final SlabPlace place;
    private final BitSet free;
    private final BitSet forCpu;
    private final BitSet inSheaf;
    private final int listed;
    private final List<String> faults;

    Slab(
            SlabCache cache,
            long address,
            long start,
            Geometry objects,
            int used,
            SlabPlace place,
            FreeObjects found,
            List<String> faults) {
        this.cache = cache;
        this.address = address;
        this.start = start;
        this.objects = objects;
        this.used = used;
        this.place = place;
        this.free = found.listed();
        this.forCpu = found.forCpu();
        this.inSheaf = found.inSheaf();
        this.listed = free.cardinality();
        this.faults = List.copyOf(faults);
    }

    /** The free objects of a slab by where they are. */
    record FreeObjects(BitSet listed, BitSet forCpu, BitSet inSheaf) {
        static FreeObjects none() {
            return new FreeObjects(new BitSet(), new BitSet(), new BitSet());
        }
    }

    /** The cache that it belongs to. */
    public SlabCache cache() {
        return cache;
    }

    /** Address of its {@code struct slab} or {@code struct page}. */
    public long address() {
        return address;
    }

    /** Where its first page begins. */
    public long start() {
        return start;
    }

    /** Bytes of its pages. */
    public long bytes() {
        return cache.shapeOf(objects.count()).bytes();
    }

    /** How many objects it has. */
    public int count() {
        return objects.count();
    }

    /** How many of them its counter says are in use; free ones that a CPU or a sheaf has are among them. */
    public int used() {
        return used;
    }

    /** How many are in its own list of free objects. */
    public int listed() {
        return listed;
    }

    /** How many somebody has. */
    public int allocated() {
        int count = 0;
        for (int index = 0; index < objects.count(); index++) {
            count += state(index) == ObjectState.ALLOCATED ? 1 : 0;
        }
        return count;
    }

    /** Where the kernel keeps it. */
    public SlabPlace place() {
        return place;
    }

    /** Where an object begins. */
    public long object(int index) {
        return objects.object(index);
    }

    /** The object that an address is in; -1 when it is in none of them. */
    public int indexOf(long of) {
        return objects.covers(of);
    }

    /** What an object is. */
    public ObjectState state(int index) {
        return free.get(index)
                ? ObjectState.FREE
                : forCpu.get(index)
                        ? ObjectState.FREE_FOR_CPU
                        : inSheaf.get(index) ? ObjectState.FREE_IN_SHEAF : ObjectState.ALLOCATED;
    }

    /** What of it cannot be read or contradicts itself, one sentence each. */
    public List<String> faults() {
        return faults;
    }
}

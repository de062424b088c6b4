package dev.xmdb.sim.solaris.kmem;

import dev.xmdb.sim.solaris.vmem.Origin;
import dev.xmdb.sim.solaris.vmem.Vmem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A cache: its slabs, the magazines in front of them, and its statistics. */
public final class Cache {
    private static final int FIRST_HASH = 64;

    private final Kmem kmem;
    private final CacheKind kind;
    private final long va;
    private final Vmem arena;
    private final MagazineType magazineType;
    private final List<CpuCache> processors = new ArrayList<>();
    private final MagazineList full = new MagazineList();
    private final MagazineList empty = new MagazineList();
    private final SequencedSet<Slab> complete = new LinkedHashSet<>();
    private final TreeSet<Slab> partial =
            new TreeSet<>(Comparator.comparingInt(Slab::references).reversed().thenComparingLong(Slab::va));
    private final Deque<Long> promised = new ArrayDeque<>();
    private final Statistics statistics = new Statistics();
    private long hashTable;
    private int hashSize;
    private int color;
    private boolean rescaling;

    /** What the kernel counts. */
    static final class Statistics {
        private long slabsMade;
        private long slabsDestroyed;
        private long slabAllocations;
        private long slabFrees;
        private long total;
        private long most;
        private long free;
        private long rescales;
    }

    Cache(Kmem kmem, CacheKind kind, long va, Vmem arena, MagazineType magazineType, int cpus) {
        this.kmem = kmem;
        this.kind = kind;
        this.va = va;
        this.arena = arena;
        this.magazineType = magazineType;
        for (int cpu = 0; cpu < cpus; cpu++) {
            processors.add(new CpuCache());
        }
        if (kind.isHashed()) {
            hashSize = FIRST_HASH;
            hashTable = kmem.hashTable(hashSize);
        }
    }

    /** Hands out a buffer on a CPU. */
    long allocate(int cpu, Origin origin) {
        Long kept = promised.poll();
        if (kept != null) {
            return handOut(kept, origin);
        }
        return allocateUnpromised(cpu, origin);
    }

    /** Hands out a buffer on a CPU, but none that was promised. */
    long allocateUnpromised(int cpu, Origin origin) {
        long buffer = usesMagazines() ? processors.get(cpu).pop(full, empty) : 0;
        return handOut(buffer == 0 ? fromSlab(origin) : buffer, origin);
    }

    private long handOut(long buffer, Origin origin) {
        Slab slab = kmem.slabOf(buffer);
        int chunk = slab.chunkOf(buffer);
        slab.set(chunk, Slab.State.ALLOCATED, 0);
        slab.record(chunk, origin);
        return buffer;
    }

    private long fromSlab(Origin origin) {
        Slab slab = partial.isEmpty() ? grow(origin) : partial.first();
        partial.remove(slab);
        int chunk = slab.take();
        return taken(slab, chunk);
    }

    private long taken(Slab slab, int chunk) {
        statistics.slabAllocations++;
        statistics.free--;
        slab.set(chunk, Slab.State.ALLOCATED, kmem.nextSequence());
        if (slab.references() == slab.chunks()) {
            complete.addFirst(slab);
        } else {
            partial.add(slab);
        }
        return slab.buffer(chunk);
    }

    /** Makes a slab where its arena has room. */
    private Slab grow(Origin origin) {
        long start = arena.allocate(kind.slabSize(), origin);
        int offset = color;
        color = color + kind.alignment() > kind.largestColor() ? 0 : color + kind.alignment();
        return slab(start, offset, -1, 0);
    }

    /** Makes a slab of a piece of memory. The control block of buffer {@code chosen} is at {@code wanted}, if that is not 0. */
    private Slab slab(long start, int offset, int chosen, long wanted) {
        long[] controls = new long[kind.isHashed() ? kind.chunks() : 0];
        for (int chunk = 0; chunk < controls.length; chunk++) {
            controls[chunk] = chunk == chosen && wanted != 0 ? kmem.controlAt(this, wanted) : kmem.control(this);
        }
        long structure = kind.isHashed() ? kmem.slabStructure() : start + kind.slabSize() - kmem.slabStructureSize();
        Slab slab = new Slab(this, structure, start, start + offset, kind.chunks(), controls);
        kmem.index(slab);
        partial.add(slab);
        statistics.slabsMade++;
        statistics.total += slab.chunks();
        statistics.free += slab.chunks();
        statistics.most = Math.max(statistics.most, statistics.total);
        rescale();
        return slab;
    }

    private void rescale() {
        if (kind.isHashed() && !rescaling && statistics.total > 2L * hashSize) {
            rescaling = true;
            long old = hashTable;
            hashSize = Math.max(FIRST_HASH, Integer.highestOneBit((int) (3 * statistics.total + 4)) >> 1);
            hashTable = kmem.hashTable(hashSize);
            kmem.dropHashTable(old);
            statistics.rescales++;
            rescaling = false;
        }
    }

    /**
     * Takes the buffer at an address, which must be where a slab of this cache can have one.
     *
     * @param control address that the control block of the buffer is to have, or 0 for any
     * @throws IllegalArgumentException when no slab can have a buffer there
     */
    void reserve(long buffer, long control) {
        Slab known = kmem.findSlab(buffer);
        if (known != null && known.cache() == this && known.state(known.chunkOf(buffer)) == Slab.State.FREE) {
            takeFrom(known, buffer);
            return;
        }
        for (long start = buffer & -Kmem.PAGE; start > buffer - kind.slabSize(); start -= Kmem.PAGE) {
            int offset = (int) (buffer - start) % kind.chunkSize();
            int chunk = (int) (buffer - start) / kind.chunkSize();
            if (offset <= kind.largestColor() && offset % kind.alignment() == 0 && chunk < kind.chunks()) {
                arena.allocateAt(start, kind.slabSize(), Origin.UNKNOWN);
                takeFrom(slab(start, offset, chunk, control), buffer);
                return;
            }
        }
        throw new IllegalArgumentException(kind.name() + " can have no buffer at " + Long.toHexString(buffer));
    }

    private void takeFrom(Slab slab, long buffer) {
        (slab.references() == slab.chunks() ? complete : partial).remove(slab);
        slab.take(slab.chunkOf(buffer));
        taken(slab, slab.chunkOf(buffer));
    }

    /** Lets the next allocation answer with a buffer that was reserved. */
    void promise(long buffer) {
        promised.add(buffer);
    }

    /** Takes a buffer back on a CPU. */
    void free(int cpu, Slab slab, int chunk, Origin origin) {
        if (slab.state(chunk) != Slab.State.ALLOCATED) {
            throw new IllegalStateException(
                    Long.toHexString(slab.buffer(chunk)) + " of " + kind.name() + " is free already");
        }
        slab.record(chunk, origin);
        if (usesMagazines()) {
            slab.set(chunk, Slab.State.MAGAZINE, 0);
            while (!processors.get(cpu).push(slab.buffer(chunk), full, empty)) {
                empty.push(kmem.magazine(magazineType));
            }
            return;
        }
        backToSlab(slab, chunk);
    }

    private void backToSlab(Slab slab, int chunk) {
        (slab.references() == slab.chunks() ? complete : partial).remove(slab);
        slab.give(chunk);
        statistics.slabFrees++;
        statistics.free++;
        if (slab.references() == 0) {
            destroy(slab);
        } else {
            partial.add(slab);
        }
    }

    private void destroy(Slab slab) {
        statistics.slabsDestroyed++;
        statistics.total -= slab.chunks();
        statistics.free -= slab.chunks();
        kmem.drop(slab);
        arena.free(slab.start());
    }

    /** Gives magazines of the depot back until {@code keep} full ones are left. */
    public void reap(int keep) {
        while (full.magazines().size() > keep) {
            Magazine magazine = full.magazines().iterator().next();
            full.magazines().remove(magazine);
            for (long buffer : magazine.rounds()) {
                Slab slab = kmem.slabOf(buffer);
                backToSlab(slab, slab.chunkOf(buffer));
            }
            kmem.drop(magazine);
        }
    }

    private boolean usesMagazines() {
        return (kind.creationFlags() & CacheKind.NO_HASH) == 0;
    }

    /** What it is for. */
    public CacheKind kind() {
        return kind;
    }

    /** Address of its structure. */
    public long va() {
        return va;
    }

    /** Where its slabs come from. */
    public Vmem arena() {
        return arena;
    }

    /** Size of its magazines. */
    public MagazineType magazineType() {
        return magazineType;
    }

    /** What each CPU has of it. */
    public List<CpuCache> processors() {
        return processors;
    }

    /** Full magazines of its depot. */
    public MagazineList full() {
        return full;
    }

    /** Empty magazines of its depot. */
    public MagazineList empty() {
        return empty;
    }

    /** Slabs without a free buffer, in the order of the list. */
    public Collection<Slab> complete() {
        return complete;
    }

    /** Slabs with free buffers, those with the fewest first. */
    public Collection<Slab> partial() {
        return partial;
    }

    /** Every slab. */
    public List<Slab> slabs() {
        List<Slab> all = new ArrayList<>(complete);
        all.addAll(partial);
        return all;
    }

    /** Address of its table of control blocks; 0 when they are in the buffers. */
    public long hashTable() {
        return hashTable;
    }

    /** Entries of that table, a power of two. */
    public int hashSize() {
        return hashSize;
    }

    /** Where the first buffer of the next slab is to be. */
    public int color() {
        return color;
    }

    /** Slabs that were made. */
    public long slabsMade() {
        return statistics.slabsMade;
    }

    /** Slabs that were given back. */
    public long slabsDestroyed() {
        return statistics.slabsDestroyed;
    }

    /** Buffers taken out of slabs. */
    public long slabAllocations() {
        return statistics.slabAllocations;
    }

    /** Buffers put back into slabs. */
    public long slabFrees() {
        return statistics.slabFrees;
    }

    /** Buffers in its slabs. */
    public long total() {
        return statistics.total;
    }

    /** The most buffers that it ever had. */
    public long most() {
        return statistics.most;
    }

    /** Buffers free in its slabs. */
    public long free() {
        return statistics.free;
    }

    /** How often its table grew. */
    public long rescales() {
        return statistics.rescales;
    }

    /** Its cache of control blocks, or null when those are in the buffers. */
    public @Nullable Cache controlCache() {
        return kind.isHashed() ? kmem.controlCache(this) : null;
    }
}

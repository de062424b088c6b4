package dev.xmdb.sim.solaris.vmem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An arena: a set of ranges of numbers, normally addresses, that is divided among those who ask. What it has not, it imports from its
 * source. Free pieces are on lists by the power of two below their size; a request takes the first piece of the first list whose pieces
 * are all large enough.
 */
public final class Vmem {
    private static final int LISTS = Long.SIZE;
    private static final int FIRST_HASH = 16;

    private final String name;
    private final long quantum;
    private final @Nullable Vmem source;
    private final Backing backing;
    private final SegmentStore store;
    private final Map<Long, Segment> spans = new LinkedHashMap<>();
    private final TreeMap<Long, Segment> pieces = new TreeMap<>();
    private final List<SequencedSet<Segment>> free = new ArrayList<>();
    private long hashTable;
    private int hashSize = FIRST_HASH;
    private long minimalImport;
    private long imported;
    private long total;
    private long inUse;
    private long allocations;
    private long frees;
    private long failures;

    /**
     * An empty arena.
     *
     * @param quantum what every size is rounded up to
     * @param source where it imports from, or null
     * @param backing what gives imported ranges their pages
     * @param store of the structures for its segments
     */
    public Vmem(String name, long quantum, @Nullable Vmem source, Backing backing, SegmentStore store) {
        this.name = name;
        this.quantum = quantum;
        this.source = source;
        this.backing = backing;
        this.store = store;
        for (int list = 0; list < LISTS; list++) {
            free.add(new LinkedHashSet<>());
        }
    }

    /** Lets every import bring at least {@code size} bytes. */
    public Vmem importsAtLeast(long size) {
        minimalImport = size;
        return this;
    }

    /** Adds a range. */
    public void add(long start, long size) {
        store.fill();
        span(start, size, false);
    }

    private void span(long start, long size, boolean isImport) {
        spans.put(start, new Segment(store.take(), Segment.Type.SPAN, isImport, start, start + size, Origin.UNKNOWN));
        total += size;
        imported += isImport ? size : 0;
        release(piece(Segment.Type.FREE, start, start + size, Origin.UNKNOWN));
    }

    private Segment piece(Segment.Type type, long start, long end, Origin origin) {
        return new Segment(store.take(), type, false, start, end, origin);
    }

    private void release(Segment piece) {
        pieces.put(piece.start(), piece);
        free.get(log(piece.size())).addFirst(piece);
    }

    private static int log(long size) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(size);
    }

    private void remove(Segment piece) {
        pieces.remove(piece.start());
        if (piece.type() == Segment.Type.FREE) {
            free.get(log(piece.size())).remove(piece);
        }
        store.give(piece.va());
    }

    /** Hands out a range. */
    public long allocate(long bytes, Origin origin) {
        return allocate(bytes, quantum, 0, origin);
    }

    /**
     * Hands out a range.
     *
     * @param bytes its size
     * @param alignment of its start, a power of two
     * @param lowest the address that it must not be below; 0 for any
     * @throws IllegalStateException when there is none
     */
    public long allocate(long bytes, long alignment, long lowest, Origin origin) {
        store.fill();
        long size = round(bytes);
        Segment found = find(size, alignment, lowest);
        if (found == null) {
            Vmem above = source;
            if (above == null) {
                failures++;
                throw new IllegalStateException("no " + size + " bytes are left in the arena " + name);
            }
            long wanted = Math.max(size, minimalImport);
            long start = above.allocate(wanted, Math.max(alignment, above.quantum), lowest, origin);
            arrived(start, above.round(wanted));
            found = pieceAt(start);
        }
        return carve(found, place(found, alignment, lowest), size, origin);
    }

    /**
     * Hands out the range at an address.
     *
     * @throws IllegalStateException when it is not free
     */
    public void allocateAt(long start, long bytes, Origin origin) {
        store.fill();
        long size = round(bytes);
        Map.Entry<Long, Segment> entry = pieces.floorEntry(start);
        Vmem above = source;
        if ((entry == null || entry.getValue().end() <= start) && above != null) {
            above.allocateAt(start, size, origin);
            arrived(start, size);
            entry = pieces.floorEntry(start);
        }
        if (entry == null
                || entry.getValue().type() != Segment.Type.FREE
                || entry.getValue().end() < start + size) {
            throw new IllegalStateException(Long.toHexString(start) + " is not free in the arena " + name);
        }
        carve(entry.getValue(), start, size, origin);
    }

    private long round(long bytes) {
        return (bytes + quantum - 1) / quantum * quantum;
    }

    private void arrived(long start, long size) {
        backing.map(start, size);
        span(start, size, true);
    }

    private Segment pieceAt(long start) {
        Segment piece = pieces.get(start);
        if (piece == null) {
            throw new IllegalStateException("nothing at " + Long.toHexString(start) + " in the arena " + name);
        }
        return piece;
    }

    private @Nullable Segment find(long size, long alignment, long lowest) {
        if (alignment <= quantum && lowest == 0) {
            for (int list = log(size * 2 - 1); list < LISTS; list++) {
                if (!free.get(list).isEmpty()) {
                    return free.get(list).getFirst();
                }
            }
        }
        for (int list = log(size); list < LISTS; list++) {
            for (Segment piece : free.get(list)) {
                long start = place(piece, alignment, lowest);
                if (start >= piece.start() && start <= piece.end() - size) {
                    return piece;
                }
            }
        }
        return null;
    }

    private static long place(Segment piece, long alignment, long lowest) {
        long start = lowest == 0 ? piece.start() : Math.max(piece.start(), lowest);
        return Math.ceilDiv(start, alignment) * alignment;
    }

    private long carve(Segment piece, long start, long size, Origin origin) {
        remove(piece);
        if (piece.start() < start) {
            release(piece(Segment.Type.FREE, piece.start(), start, Origin.UNKNOWN));
        }
        if (start + size < piece.end()) {
            release(piece(Segment.Type.FREE, start + size, piece.end(), Origin.UNKNOWN));
        }
        pieces.put(start, piece(Segment.Type.ALLOC, start, start + size, origin));
        inUse += size;
        allocations++;
        return start;
    }

    /** Takes a range back, and gives a whole imported span back to where it came from. */
    public void free(long start) {
        store.fill();
        Segment piece = pieceAt(start);
        remove(piece);
        inUse -= piece.size();
        frees++;
        long from = piece.start();
        long to = piece.end();
        Segment next = pieces.get(to);
        if (next != null && next.type() == Segment.Type.FREE && !spans.containsKey(to)) {
            remove(next);
            to = next.end();
        }
        Map.Entry<Long, Segment> previous = pieces.lowerEntry(from);
        if (previous != null
                && previous.getValue().type() == Segment.Type.FREE
                && previous.getValue().end() == from
                && !spans.containsKey(from)) {
            remove(previous.getValue());
            from = previous.getValue().start();
        }
        Segment span = spans.get(from);
        Vmem above = source;
        if (span != null && span.imported() && span.end() == to && above != null) {
            spans.remove(from);
            store.give(span.va());
            total -= span.size();
            imported -= span.size();
            backing.unmap(from, span.size());
            above.free(from);
        } else {
            release(piece(Segment.Type.FREE, from, to, Origin.UNKNOWN));
        }
    }

    /** Gets a larger table for its allocated segments from {@code tables} when there are many of them. */
    public void rescale(Vmem tables) {
        long live = allocations - frees;
        if (live > 2L * hashSize) {
            int size = Integer.highestOneBit((int) (3 * live + 4)) >> 1;
            hashTable = tables.allocate((long) size * Long.BYTES, Origin.UNKNOWN);
            hashSize = size;
        }
    }

    /** Address of its table of allocated segments; 0 for the one inside of its structure. */
    public long hashTable() {
        return hashTable;
    }

    /** Entries of that table, a power of two. */
    public int hashSize() {
        return hashSize;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** What sizes are rounded up to. */
    public long quantum() {
        return quantum;
    }

    /** Where it imports from, or null. */
    public @Nullable Vmem source() {
        return source;
    }

    /** What an import brings at least; 0 for whatever is asked for. */
    public long minimalImport() {
        return minimalImport;
    }

    /** Every segment in the order of the arena's list: each span, and behind it what it is divided into. */
    public List<Segment> segments() {
        List<Segment> all = new ArrayList<>();
        for (Segment span : spans.values()) {
            all.add(span);
            all.addAll(pieces.subMap(span.start(), span.end()).values());
        }
        return all;
    }

    /** Free pieces whose size is {@code 2^list} up to the next power, in the order of the list. */
    public List<Segment> free(int list) {
        return List.copyOf(free.get(list));
    }

    /** Whether the range that holds an address is in use. */
    public boolean isAllocated(long address) {
        Map.Entry<Long, Segment> entry = pieces.floorEntry(address);
        return entry != null
                && entry.getValue().end() > address
                && entry.getValue().type() == Segment.Type.ALLOC;
    }

    /** Bytes in use. */
    public long inUse() {
        return inUse;
    }

    /** Bytes imported. */
    public long imported() {
        return imported;
    }

    /** Bytes that it has. */
    public long total() {
        return total;
    }

    /** Requests that were answered. */
    public long allocations() {
        return allocations;
    }

    /** Ranges that came back. */
    public long frees() {
        return frees;
    }

    /** Requests that could not be answered. */
    public long failures() {
        return failures;
    }
}

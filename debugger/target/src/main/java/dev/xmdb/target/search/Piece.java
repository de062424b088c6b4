package dev.xmdb.target.search;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/** Consecutive memory that is searched at a time, and the parts of the file that it is made of. */
final class Piece {
    private final long address;
    private final LongArrayList offsets = new LongArrayList(1);
    private final IntArrayList lengths = new IntArrayList(1);
    private int total;
    private int own;

    Piece(long address) {
        this.address = address;
    }

    /** Adds what follows. */
    void add(long offset, int length) {
        int before = offsets.size() - 1;
        if (before >= 0 && offsets.get(before) + lengths.get(before) == offset) {
            lengths.set(before, lengths.get(before) + length);
        } else {
            offsets.add(offset);
            lengths.add(length);
        }
        total += length;
        own = total;
    }

    /** What lies behind its first bytes as a piece of its own; this one keeps it, to see how matches go on. */
    Piece split(int at) {
        var rest = new Piece(address + at);
        int skipped = 0;
        for (int i = 0; i < offsets.size(); i++) {
            int drop = Math.clamp(at - skipped, 0, lengths.get(i));
            if (drop < lengths.get(i)) {
                rest.add(offsets.get(i) + drop, lengths.get(i) - drop);
            }
            skipped += lengths.get(i);
        }
        own = at;
        return rest;
    }

    /** The address behind its last byte. */
    long end() {
        return address + total;
    }

    int total() {
        return total;
    }

    /** In how many bytes matches may begin. */
    int own() {
        return own;
    }

    /**
     * Copies it.
     *
     * @return false when the file does not hold all of it any more
     */
    boolean copy(MemorySegment file, Window window) {
        int done = 0;
        try {
            for (int i = 0; i < offsets.size(); i++) {
                MemorySegment.copy(file, ValueLayout.JAVA_BYTE, offsets.get(i), window.bytes(), done, lengths.get(i));
                done += lengths.get(i);
            }
        } catch (InternalError | IndexOutOfBoundsException fileShrank) {
            return false;
        }
        window.holds(address, own, total);
        return true;
    }
}

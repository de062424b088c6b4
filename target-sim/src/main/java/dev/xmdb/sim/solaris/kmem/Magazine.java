package dev.xmdb.sim.solaris.kmem;

import java.util.ArrayList;
import java.util.List;

/** A stack of free buffers, with room for a fixed number of rounds. */
public final class Magazine {
    private final long va;
    private final int size;
    private final List<Long> rounds = new ArrayList<>();

    Magazine(long va, int size) {
        this.va = va;
        this.size = size;
    }

    /** Address of its structure. */
    public long va() {
        return va;
    }

    /** Free buffers in it, in the order of its slots. */
    public List<Long> rounds() {
        return rounds;
    }

    boolean isFull() {
        return rounds.size() == size;
    }

    boolean isEmpty() {
        return rounds.isEmpty();
    }
}

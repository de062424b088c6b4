package dev.xmdb.sim.solaris.kmem;

import dev.xmdb.sim.solaris.vmem.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of memory cut into buffers of one cache, and what became of each of them. */
public final class Slab {
    private static final int NONE = -1;

    /** What a buffer is. */
    public enum State {
        /** A client has it. */
        ALLOCATED,
        /** It is free in its slab. */
        FREE,
        /** It is free in a magazine. */
        MAGAZINE
    }

    private final Cache cache;
    private final long va;
    private final long start;
    private final long base;
    private final int chunkSize;
    private final long[] controls;
    private final State[] states;
    private final @Nullable Origin[] origins;
    private final long[] sequences;
    private final int[] requested;
    private final int[] next;
    private int head = NONE;
    private int references;

    /**
     * A slab whose buffers are all free, the last one first in line.
     *
     * @param va of its structure
     * @param start of its memory
     * @param base address of its first buffer
     * @param controls addresses of the buffers' control blocks; empty where those are in the buffers
     */
    Slab(Cache cache, long va, long start, long base, int chunks, long[] controls) {
        this.cache = cache;
        this.va = va;
        this.start = start;
        this.base = base;
        this.chunkSize = cache.kind().chunkSize();
        this.controls = controls;
        this.states = new State[chunks];
        this.origins = new Origin[cache.kind().remembers() ? chunks : 0];
        this.sequences = new long[chunks];
        this.requested = new int[chunks];
        this.next = new int[chunks];
        Arrays.fill(states, State.FREE);
        for (int chunk = 0; chunk < chunks; chunk++) {
            next[chunk] = head;
            head = chunk;
        }
    }

    /** Takes the first free buffer out. */
    int take() {
        int chunk = head;
        head = next[chunk];
        references++;
        return chunk;
    }

    /** Takes one buffer out, wherever in line it is. */
    void take(int chunk) {
        if (head == chunk) {
            head = next[chunk];
        } else {
            int before = head;
            while (next[before] != chunk) {
                before = next[before];
            }
            next[before] = next[chunk];
        }
        references++;
    }

    /** Puts a buffer at the head of the line. */
    void give(int chunk) {
        states[chunk] = State.FREE;
        next[chunk] = head;
        head = chunk;
        references--;
    }

    void set(int chunk, State state, long sequence) {
        states[chunk] = state;
        if (sequence != 0) {
            sequences[chunk] = sequence;
        }
    }

    void record(int chunk, Origin origin) {
        if (origins.length > 0) {
            origins[chunk] = origin;
        }
    }

    void request(int chunk, int size) {
        requested[chunk] = size;
    }

    /** The cache it belongs to. */
    public Cache cache() {
        return cache;
    }

    /** Address of its structure. */
    public long va() {
        return va;
    }

    /** Start of its memory. */
    public long start() {
        return start;
    }

    /** Address of its first buffer. */
    public long base() {
        return base;
    }

    /** How many buffers it is cut into. */
    public int chunks() {
        return states.length;
    }

    /** How many of them are not free in it. */
    public int references() {
        return references;
    }

    /** Address of a buffer. */
    public long buffer(int chunk) {
        return base + (long) chunk * chunkSize;
    }

    /** The buffer that an address is in, or -1. */
    public int chunkOf(long address) {
        long chunk = Math.floorDiv(address - base, (long) chunkSize);
        return chunk >= 0 && chunk < states.length ? (int) chunk : NONE;
    }

    /** Address of a buffer's control block: outside of the buffer or in it. */
    public long control(int chunk) {
        return controls.length == 0 ? buffer(chunk) + cache.kind().controlOffset() : controls[chunk];
    }

    /** What a buffer is. */
    public State state(int chunk) {
        return states[chunk];
    }

    /** A number that grows from one allocation from the slabs to the next. */
    public long sequence(int chunk) {
        return sequences[chunk];
    }

    /** Bytes that the client asked for. */
    public int requested(int chunk) {
        return requested[chunk];
    }

    /** The last transaction with a buffer, where those are recorded and there was one. */
    public @Nullable Origin origin(int chunk) {
        return origins.length == 0 ? null : origins[chunk];
    }

    /** The buffers that are free in it, first in line first. */
    public List<Integer> line() {
        List<Integer> line = new ArrayList<>();
        for (int chunk = head; chunk != NONE; chunk = next[chunk]) {
            line.add(chunk);
        }
        return line;
    }
}

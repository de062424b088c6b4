package dev.xmdb.sim.solaris.vmem;

import dev.xmdb.dump.Frames;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The structures for segments that all arenas share: a static table first, pages of an arena of their own when that runs low. */
public final class SegmentStore {
    private static final int RESERVE = 24;

    private final Deque<Long> free = new ArrayDeque<>();
    private final int size;
    private @Nullable Vmem arena;
    private boolean filling;

    /**
     * A store of the structures of a static table.
     *
     * @param table its address
     * @param count how many are in it
     * @param size bytes of each
     */
    public SegmentStore(long table, int count, int size) {
        this.size = size;
        for (int index = 0; index < count; index++) {
            free.add(table + (long) index * size);
        }
    }

    /** Says where more of them come from. */
    public void growsFrom(Vmem pages) {
        arena = pages;
    }

    /** Makes sure that an operation on an arena, and what it leads to, finds enough structures. */
    void fill() {
        Vmem pages = arena;
        if (pages == null || filling || free.size() >= RESERVE) {
            return;
        }
        filling = true;
        long page = pages.allocate(Frames.PAGE_SIZE, Origin.UNKNOWN);
        for (long va = page; va + size <= page + Frames.PAGE_SIZE; va += size) {
            free.add(va);
        }
        filling = false;
    }

    long take() {
        return free.remove();
    }

    void give(long va) {
        free.addFirst(va);
    }

    /** The structures that are not in use, the next one first. */
    public Iterable<Long> unused() {
        return free;
    }
}

package dev.xmdb.sim.solaris.kmem;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A depot's list of magazines, the one that came last first. */
public final class MagazineList {
    private final Deque<Magazine> magazines = new ArrayDeque<>();
    private long allocations;
    private int least;

    void push(Magazine magazine) {
        magazines.push(magazine);
    }

    @Nullable
    Magazine poll() {
        Magazine magazine = magazines.poll();
        if (magazine != null) {
            allocations++;
            least = Math.min(least, magazines.size());
        }
        return magazine;
    }

    /** Its magazines. */
    public Collection<Magazine> magazines() {
        return magazines;
    }

    /** How often one was taken. */
    public long allocations() {
        return allocations;
    }

    /** The fewest that it had lately. */
    public int least() {
        return least;
    }
}

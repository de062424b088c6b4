package dev.xmdb.sim.solaris.kmem;

import org.jspecify.annotations.Nullable;

/** What one CPU has of a cache: the magazine in use, the one before, and how often they helped. */
public final class CpuCache {
    private @Nullable Magazine loaded;
    private @Nullable Magazine previous;
    private long allocations;
    private long frees;

    /** The magazine in use. */
    public @Nullable Magazine loaded() {
        return loaded;
    }

    /** The magazine that was in use before. */
    public @Nullable Magazine previous() {
        return previous;
    }

    /** Allocations that it answered. */
    public long allocations() {
        return allocations;
    }

    /** Buffers that it took back. */
    public long frees() {
        return frees;
    }

    /** A free buffer, or 0. */
    long pop(MagazineList full, MagazineList empty) {
        while (true) {
            if (loaded != null && !loaded.isEmpty()) {
                allocations++;
                return loaded.rounds().removeLast();
            }
            if (previous != null && !previous.isEmpty()) {
                exchange();
                continue;
            }
            Magazine fresh = full.poll();
            if (fresh == null) {
                return 0;
            }
            if (previous != null) {
                empty.push(previous);
            }
            load(fresh);
        }
    }

    /** Takes a free buffer. Whether there was room. */
    boolean push(long buffer, MagazineList full, MagazineList empty) {
        while (true) {
            if (loaded != null && !loaded.isFull()) {
                loaded.rounds().add(buffer);
                frees++;
                return true;
            }
            if (previous != null && previous.isEmpty()) {
                exchange();
                continue;
            }
            Magazine fresh = empty.poll();
            if (fresh == null) {
                return false;
            }
            if (previous != null) {
                full.push(previous);
            }
            load(fresh);
        }
    }

    private void load(Magazine fresh) {
        previous = loaded;
        loaded = fresh;
    }

    private void exchange() {
        Magazine old = loaded;
        loaded = previous;
        previous = old;
    }
}

package dev.xmdb.sim.solaris;

import dev.xmdb.sim.solaris.kmem.Kmem;

/** Kernel memory by size: buffers of the general caches, whole pages above their largest. */
public final class Arena {
    private final Kmem kmem;
    private final Churn churn;

    /** Memory of {@code kmem}, which others use too. */
    Arena(Kmem kmem, Churn churn) {
        this.kmem = kmem;
        this.churn = churn;
    }

    /** Hands out zeroed memory of {@code size} bytes, aligned to {@code alignment}, a power of two. */
    public long allocate(long size, long alignment) {
        if (size <= Kmem.LARGEST) {
            churn.before(kmem.general(size, alignment));
        }
        return kmem.allocate(size, alignment);
    }

    /** Hands out a structure, aligned to 8 bytes. */
    public long allocate(long size) {
        return allocate(size, Long.BYTES);
    }
}

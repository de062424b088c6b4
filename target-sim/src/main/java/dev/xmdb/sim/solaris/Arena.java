package dev.xmdb.sim.solaris;

import dev.xmdb.sim.machine.GuestSpace;
import dev.xmdb.sim.machine.PageFlags;

/** A range of kernel addresses that is handed out from its start on, and backed with pages as it is. */
public final class Arena {
    private static final long FLAGS = PageFlags.WRITABLE | PageFlags.DIRTY | PageFlags.NO_EXECUTE;

    private final GuestSpace space;
    private long next;

    /** An arena from {@code start} on. */
    public Arena(GuestSpace space, long start) {
        this.space = space;
        this.next = start;
    }

    /** Hands out zeroed memory of {@code size} bytes, aligned to {@code alignment}, a power of two. */
    public long allocate(long size, long alignment) {
        long va = (next + alignment - 1) & -alignment;
        next = va + size;
        space.back(va, size, FLAGS);
        return va;
    }

    /** Hands out a structure, aligned to 8 bytes. */
    public long allocate(long size) {
        return allocate(size, Long.BYTES);
    }
}

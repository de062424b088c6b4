package dev.xmdb.sim.solaris;

import dev.xmdb.sim.machine.GuestSpace;
import dev.xmdb.sim.machine.PageFlags;
import dev.xmdb.sim.solaris.vmem.Backing;

/** Pages of the kernel's for ranges of its address space. */
final class KernelPages implements Backing {
    private static final long FLAGS = PageFlags.WRITABLE | PageFlags.DIRTY | PageFlags.NO_EXECUTE;

    private final GuestSpace space;

    KernelPages(GuestSpace space) {
        this.space = space;
    }

    @Override
    public void map(long va, long size) {
        space.back(va, size, FLAGS);
    }

    @Override
    public void unmap(long va, long size) {
        space.release(va, size);
    }
}

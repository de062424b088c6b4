package dev.xmdb.sim.solaris.vmem;

/** Where pages come from for arenas whose memory can be used. */
public interface Backing {
    /** Nothing is behind the addresses. */
    Backing NONE = new Backing() {
        @Override
        public void map(long va, long size) {}

        @Override
        public void unmap(long va, long size) {}
    };

    /** Puts zeroed pages behind a range. */
    void map(long va, long size);

    /** Takes the pages behind a range away. */
    void unmap(long va, long size);
}

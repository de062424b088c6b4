package dev.xmdb.sim.solaris;

/**
 * A kernel module and where it was loaded.
 *
 * @param id its place in the list of modules
 * @param file path it was loaded from
 * @param linkInfo what it says of itself
 */
record KernelModule(int id, String name, String file, String linkInfo, Range text, Range data) {

    /** Addresses from {@code start} to before {@code end}. */
    record Range(long start, long end) {
        long size() {
            return end - start;
        }
    }

    /** Whether the kernel starts with it. */
    boolean isPrimary() {
        return id < 2;
    }
}

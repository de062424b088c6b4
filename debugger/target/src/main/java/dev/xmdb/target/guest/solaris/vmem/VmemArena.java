package dev.xmdb.target.guest.solaris.vmem;

/**
 * An arena, as its {@code vmem_t} tells.
 *
 * @param address of the structure
 * @param name its name, for example {@code heap}
 * @param flags VMC_* flags
 * @param source address of the arena it imports from; 0 for none
 * @param inUse bytes allocated from it
 * @param imported bytes it has from its source
 * @param total bytes it has
 * @param allocations how often something was allocated
 * @param failures how often nothing could be
 */
public record VmemArena(
        long address,
        String name,
        int flags,
        long source,
        long inUse,
        long imported,
        long total,
        long allocations,
        long failures) {
    /** VMC_IDENTIFIER: it hands out numbers and not addresses. */
    private static final int IDENTIFIER = 0x40000;

    /** Whether it hands out numbers and not addresses. */
    public boolean identifiers() {
        return (flags & IDENTIFIER) != 0;
    }
}

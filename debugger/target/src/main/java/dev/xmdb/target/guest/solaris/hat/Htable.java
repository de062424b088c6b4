package dev.xmdb.target.guest.solaris.hat;

/**
 * The kernel's record of a page table.
 *
 * @param address where it is
 * @param hat the hat that it belongs to
 * @param va first virtual address that the table maps; 0 for the top one
 * @param level 0 for the lowest
 * @param pfn the guest frame that the table is in
 */
public record Htable(long address, long hat, long va, int level, long pfn) {}

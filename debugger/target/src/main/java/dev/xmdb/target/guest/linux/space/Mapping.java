package dev.xmdb.target.guest.linux.space;

import dev.xmdb.target.guest.linux.file.Inode;
import java.util.Optional;

/**
 * A range of a process' addresses with one kind of content.
 *
 * @param address of its {@code struct vm_area_struct}
 * @param start its first address
 * @param end the address behind its last one
 * @param flags its VM_* bits
 * @param offset where it begins in its file, in bytes; without a file, as {@code /proc} shows it, 0
 * @param file address of the {@code struct file} that is mapped; 0 when none is
 * @param inode the inode of that file; empty without one, or when it cannot be read
 * @param name the file's path, or what the kernel calls the range, as {@code /proc} shows it; empty when it has no name
 */
public record Mapping(
        long address,
        long start,
        long end,
        MappingFlags flags,
        long offset,
        long file,
        Optional<Inode> inode,
        String name) {

    /** How many bytes it covers. */
    public long size() {
        return end - start;
    }

    /** Whether it covers an address. */
    public boolean contains(long at) {
        return Long.compareUnsigned(at - start, end - start) < 0;
    }
}

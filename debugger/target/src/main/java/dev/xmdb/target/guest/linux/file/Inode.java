package dev.xmdb.target.guest.linux.file;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Types;

/**
 * An inode.
 *
 * @param address of its {@code struct inode}
 * @param number its number in its file system
 * @param mode its type and permissions
 * @param device the device of its file system, as the kernel codes it
 * @param size its length in bytes
 */
public record Inode(long address, long number, long mode, long device, long size) {
    private static final int MINOR_BITS = 20;

    /**
     * Reads an inode.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when it is not in memory
     */
    public static Inode read(AddressSpace memory, Types types, long address) {
        StructView inode = types.layout("struct inode").at(memory, address);
        return new Inode(
                address,
                inode.number("i_ino"),
                inode.number("i_mode"),
                inode.follow("i_sb").number("s_dev"),
                inode.number("i_size"));
    }

    /** What it is. */
    public FileKind kind() {
        return FileKind.of(mode);
    }

    /** The major number of its file system's device. */
    public long major() {
        return device >>> MINOR_BITS;
    }

    /** The minor number of its file system's device. */
    public long minor() {
        return device & ((1L << MINOR_BITS) - 1);
    }
}

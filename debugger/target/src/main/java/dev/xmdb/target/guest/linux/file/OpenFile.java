package dev.xmdb.target.guest.linux.file;

import java.util.Optional;

/**
 * A file that a task has open.
 *
 * @param descriptor its number
 * @param address of its {@code struct file}
 * @param flags how it was opened: O_* bits
 * @param closesOnExec whether another program that the task starts does not get it
 * @param position where the next read or write begins
 * @param path what it is called, as {@code /proc} shows it
 * @param inode its inode; empty when it cannot be read
 */
public record OpenFile(
        int descriptor,
        long address,
        long flags,
        boolean closesOnExec,
        long position,
        String path,
        Optional<Inode> inode) {}

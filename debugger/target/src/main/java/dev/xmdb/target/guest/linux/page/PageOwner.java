package dev.xmdb.target.guest.linux.page;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.file.InodePaths;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.Optional;

/**
 * What a page belongs to, as far as its structure leads there.
 *
 * @param what what it is: {@code cache}, {@code inode}, {@code anon_vma}
 * @param address where that is
 * @param name more about it: a cache's name, a file's number and file system; may be empty
 * @param path where the first process finds a file; empty where it is not found
 */
public record PageOwner(String what, long address, String name, String path) {
    private static final int MOST_NAME = 128;

    /** The owner of a page; none where it has none, or where it cannot be read. */
    public static Optional<PageOwner> of(LinuxGuest guest, PageArray pages, Page page) {
        try {
            return switch (page.kind()) {
                case SLAB -> Optional.of(cache(guest, pages.addressOf(page.head())));
                case FILE, SHMEM -> Optional.of(inode(guest, page.mapping()));
                case ANON -> Optional.of(new PageOwner("anon_vma", page.mapping(), "", ""));
                default -> Optional.empty();
            };
        } catch (MemoryFaultException | TypeDataException unknown) {
            return Optional.empty();
        }
    }

    /** Since 5.17 a slab has a structure of its own in place of its page's. */
    private static PageOwner cache(LinuxGuest guest, long head) {
        String name = guest.types().find("struct slab").isPresent() ? "struct slab" : "struct page";
        StructLayout layout = guest.types().layoutWith(name, "slab_cache");
        StructView slab = layout.at(guest.memory(), head);
        StructView cache = guest.types().layout("struct kmem_cache").at(guest.memory(), slab.number("slab_cache"));
        return new PageOwner(
                "cache", cache.address(), StructView.text(guest.memory(), cache.number("name"), MOST_NAME), "");
    }

    private static PageOwner inode(LinuxGuest guest, long mapping) {
        long host = guest.types()
                .layout("struct address_space")
                .at(guest.memory(), mapping)
                .number("host");
        StructView inode = guest.types().layout("struct inode").at(guest.memory(), host);
        StructView block = guest.types().layout("struct super_block").at(guest.memory(), inode.number("i_sb"));
        StructView type = guest.types().layout("struct file_system_type").at(guest.memory(), block.number("s_type"));
        return new PageOwner(
                "inode",
                host,
                Long.toUnsignedString(inode.number("i_ino")) + " of "
                        + StructView.text(guest.memory(), type.number("name"), MOST_NAME) + " "
                        + block.text("s_id"),
                path(guest, host));
    }

    private static String path(LinuxGuest guest, long inode) {
        try {
            return InodePaths.of(guest).of(inode).orElse("");
        } catch (TypeDataException unknown) {
            return "";
        }
    }
}

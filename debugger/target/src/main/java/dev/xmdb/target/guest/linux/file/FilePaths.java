package dev.xmdb.target.guest.linux.file;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What files are called, as {@code /proc} shows it: the way up from a directory entry to the root of its file system, on from where that
 * is mounted, and so to the first root of all. The name of an entry that is no more in its directory ends in {@code (deleted)}. Files of
 * the kernel's own have no place in a directory; each kind of them is named in its own way, which is recognised by the function that the
 * kernel has for it.
 */
public final class FilePaths {
    private static final int LONGEST = 4096;
    private static final int LONGEST_NAME = 255;
    private static final int MOST_STEPS = 4096;
    /** What stands for the part of a path that could not be read. */
    private static final String LOST = "?";

    private final AddressSpace memory;
    private final Types types;
    private final StructLayout dentry;
    private final StructLayout mount;
    private final StructLayout vfsmount;
    private final StructLayout file;
    private final long mountInside;
    private final SpecialNames special;

    /**
     * Paths in a memory.
     *
     * @param symbols finds the kernel's functions by name
     */
    public FilePaths(AddressSpace memory, Types types, Function<String, OptionalLong> symbols) {
        this.memory = memory;
        this.types = types;
        this.dentry = types.layout("struct dentry");
        this.mount = types.layoutWith("struct mount", "mnt_mountpoint");
        this.vfsmount = types.layout("struct vfsmount");
        this.file = types.layout("struct file");
        this.mountInside = mount.member("mnt").offset();
        this.special = new SpecialNames(memory, types, symbols);
    }

    /**
     * The paths of a guest.
     *
     * @throws TypeDataException when the kernel's types do not tell what a directory entry or a mount is
     */
    public static FilePaths of(LinuxGuest guest) {
        return guest.kept(
                FilePaths.class, () -> new FilePaths(guest.memory(), guest.types(), guest.kallsyms()::valueOf));
    }

    /**
     * The path of an open file.
     *
     * @param address of its {@code struct file}
     * @param problems receives a sentence when a part of it cannot be read; that part is then a question mark
     */
    public String ofFile(long address, Consumer<String> problems) {
        try {
            StructView open = userSide(file.at(memory, address));
            return of(open.number("mnt"), open.number("dentry"), problems);
        } catch (MemoryFaultException fault) {
            problems.accept("file " + Long.toHexString(address) + ": " + fault.getMessage());
            return LOST;
        }
    }

    /** Since 6.5, a file of a file system that is stacked on another one keeps the path that its user sees beside that of the lower one. */
    private StructView userSide(StructView open) {
        final long backing = 0x200_0000;
        boolean stacked = (open.number("f_mode") & backing) != 0;
        if (stacked && types.find("struct backing_file").isPresent()) {
            StructLayout outer = types.layout("struct backing_file");
            if (outer.has("user_path")) {
                return outer.at(memory, open.address()).struct("user_path");
            }
        }
        return open.struct("f_path");
    }

    /**
     * The path of a directory entry under a mount.
     *
     * @param mnt the address of a {@code struct vfsmount}
     * @param entry the address of a {@code struct dentry}
     * @param problems receives a sentence when a part of it cannot be read; that part is then a question mark
     */
    public String of(long mnt, long entry, Consumer<String> problems) {
        try {
            StructView first = dentry.at(memory, entry);
            boolean root = first.number("d_parent") == entry;
            if (!root || vfsmount.at(memory, mnt).number("mnt_root") != entry) {
                var name = special.of(first, () -> name(first));
                if (name.isPresent()) {
                    return name.get();
                }
            }
            String path = climb(mnt, entry, problems);
            return !root && unhashed(first) ? path + " (deleted)" : path;
        } catch (MemoryFaultException fault) {
            problems.accept("path of directory entry " + Long.toHexString(entry) + ": " + fault.getMessage());
            return LOST;
        }
    }

    private static boolean unhashed(StructView entry) {
        return entry.number("d_hash.pprev") == 0;
    }

    private String climb(long firstMount, long firstEntry, Consumer<String> problems) {
        var path = new StringBuilder();
        long mnt = firstMount;
        long entry = firstEntry;
        try {
            for (int steps = 0; ; steps++) {
                if (steps == MOST_STEPS || path.length() > LONGEST) {
                    problems.accept("path of directory entry " + Long.toHexString(firstEntry) + " has no end");
                    return path.insert(0, LOST).toString();
                }
                if (entry == vfsmount.at(memory, mnt).number("mnt_root")) {
                    StructView own = mount.at(memory, mnt - mountInside);
                    long parent = own.number("mnt_parent");
                    if (parent == own.address()) {
                        break;
                    }
                    entry = own.number("mnt_mountpoint");
                    mnt = parent + mountInside;
                    continue;
                }
                StructView view = dentry.at(memory, entry);
                long parent = view.number("d_parent");
                if (parent == entry) {
                    break;
                }
                path.insert(0, name(view)).insert(0, '/');
                entry = parent;
            }
        } catch (MemoryFaultException fault) {
            problems.accept("path of directory entry " + Long.toHexString(firstEntry) + ": " + fault.getMessage());
            return path.insert(0, LOST).toString();
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** A directory entry's own name. */
    private String name(StructView entry) {
        long length = entry.number("d_name.len");
        return StructView.text(memory, entry.number("d_name.name"), (int) Math.min(length, LONGEST_NAME));
    }
}

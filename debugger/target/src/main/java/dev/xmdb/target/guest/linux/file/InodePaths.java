package dev.xmdb.target.guest.linux.file;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * A path by which the first process finds an inode: through a directory entry that the kernel remembers of it, and a mount of its file
 * system that is in that process' mount namespace. Mounts of the kernel's own, and those of other namespaces, would give paths that
 * nobody can use, so an inode that is only in these has none.
 */
public final class InodePaths {
    private static final int MOST_ENTRIES = 256;
    private static final int MOST_MOUNTS = 4096;
    private static final int MOST_STEPS = 4096;
    private static final int MOST_KNOWN = 1 << 16;

    private final AddressSpace memory;
    private final FilePaths paths;
    private final long namespace;
    private final StructLayout inode;
    private final StructLayout dentry;
    private final StructLayout mount;
    private final StructLayout block;
    private final long alias;
    private final long inside;
    private final Map<Long, Optional<String>> known = new ConcurrentHashMap<>();

    /**
     * Paths in a memory.
     *
     * @param symbols finds the kernel's functions by name
     * @param namespace the address of the {@code struct mnt_namespace} whose mounts count
     */
    InodePaths(AddressSpace memory, Types types, Function<String, OptionalLong> symbols, long namespace) {
        this.memory = memory;
        this.paths = new FilePaths(memory, types, symbols);
        this.namespace = namespace;
        this.inode = types.layout("struct inode");
        this.dentry = types.layout("struct dentry");
        this.mount = types.layoutWith("struct mount", "mnt_mountpoint");
        this.block = types.layout("struct super_block");
        this.alias = dentry.member(dentry.has("d_u.d_alias") ? "d_u.d_alias" : "d_alias")
                .offset();
        this.inside = mount.member("mnt").offset();
    }

    /**
     * The paths of a guest.
     *
     * @throws TypeDataException when the kernel's types do not tell what a directory entry or a mount is
     */
    public static InodePaths of(LinuxGuest guest) {
        return guest.kept(
                InodePaths.class,
                () -> new InodePaths(guest.memory(), guest.types(), guest.kallsyms()::valueOf, namespace(guest)));
    }

    /** The mount namespace of the first process; 0 when that is not known. */
    private static long namespace(LinuxGuest guest) {
        Optional<LinuxTask> first =
                guest.tasks(_ -> {}).stream().filter(task -> task.pid() == 1).findFirst();
        if (first.isEmpty()) {
            return 0;
        }
        try {
            StructLayout task = guest.types().layout("struct task_struct");
            long all = task.at(guest.memory(), first.get().address()).number("nsproxy");
            return guest.types()
                    .layout("struct nsproxy")
                    .at(guest.memory(), all)
                    .number("mnt_ns");
        } catch (MemoryFaultException lost) {
            return 0;
        }
    }

    /** The path of an inode; none where it cannot be told. */
    public Optional<String> of(long address) {
        if (known.size() > MOST_KNOWN) {
            known.clear();
        }
        return known.computeIfAbsent(address, this::read);
    }

    private Optional<String> read(long address) {
        try {
            long system = inode.at(memory, address).number("i_sb");
            for (long mnt : mounts(system)) {
                long root = mount.at(memory, mnt).number("mnt.mnt_root");
                for (long entry : entries(address)) {
                    if (isBelow(entry, root)) {
                        return path(mnt + inside, entry);
                    }
                }
            }
        } catch (MemoryFaultException lost) {
            // Then it is not known.
        }
        return Optional.empty();
    }

    private Optional<String> path(long mnt, long entry) {
        var problems = new ArrayList<String>();
        String path = paths.of(mnt, entry, problems::add);
        return problems.isEmpty() ? Optional.of(path) : Optional.empty();
    }

    /** The names of an inode that the kernel remembers. */
    private List<Long> entries(long address) {
        var found = new ArrayList<Long>();
        new Chain("names of an inode", memory::readWord, MOST_ENTRIES)
                .follow(inode.at(memory, address).number("i_dentry.first"), at -> found.add(at - alias));
        return found;
    }

    /** The mounts of a file system in the namespace; that of its whole tree first. */
    private List<Long> mounts(long system) {
        var found = new ArrayList<Long>();
        long whole = block.at(memory, system).number("s_root");
        eachMount(system, at -> {
            if (namespace != 0 && mount.at(memory, at).number("mnt_ns") == namespace) {
                if (mount.at(memory, at).number("mnt.mnt_root") == whole) {
                    found.addFirst(at);
                } else {
                    found.add(at);
                }
            }
        });
        return found;
    }

    /** Since 6.18 each mount leads to the next one, before they were linked. */
    private void eachMount(long system, LongConsumer sink) {
        if (mount.has("mnt_next_for_sb")) {
            long next = mount.member("mnt_next_for_sb").offset();
            new Chain("mounts of a file system", at -> memory.readWord(at + next), MOST_MOUNTS)
                    .follow(block.at(memory, system).number("s_mounts"), at -> {
                        sink.accept(at);
                        return true;
                    });
            return;
        }
        long link = mount.member("mnt_instance").offset();
        new Chain("mounts of a file system", memory::readWord, MOST_MOUNTS)
                .followHeaded(block.at(memory, system).addressOf("s_mounts"), at -> {
                    sink.accept(at - link);
                    return true;
                });
    }

    private boolean isBelow(long entry, long root) {
        long at = entry;
        for (int steps = 0; steps < MOST_STEPS && at != root; steps++) {
            long parent = dentry.at(memory, at).number("d_parent");
            if (parent == at) {
                return false;
            }
            at = parent;
        }
        return at == root;
    }
}

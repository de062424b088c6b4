package dev.xmdb.target.guest.linux.file;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The files of tasks: those that are open, the working directory, the root directory. */
public final class TaskFiles {
    /** A task may raise the number of its files to a thousand times what is usual, and not as high as this. */
    private static final long MOST_DESCRIPTORS = 1 << 26;

    private static final int MOST_OPEN = 1 << 22;

    private final AddressSpace memory;
    private final Types types;
    private final StructLayout task;
    private final StructLayout file;
    private final FilePaths paths;

    /** Files of tasks in a memory. */
    TaskFiles(AddressSpace memory, Types types, FilePaths paths) {
        this.memory = memory;
        this.types = types;
        this.task = types.layout("struct task_struct");
        this.file = types.layout("struct file");
        this.paths = paths;
    }

    /**
     * The files of a guest's tasks.
     *
     * @throws TypeDataException when the kernel's types do not tell what a file is
     */
    public static TaskFiles of(LinuxGuest guest) {
        return guest.kept(TaskFiles.class, () -> new TaskFiles(guest.memory(), guest.types(), FilePaths.of(guest)));
    }

    /**
     * The working directory of a task; empty when it has none any more.
     *
     * @param address of its {@code struct task_struct}
     * @param problems receives a sentence when it cannot be read
     */
    public Optional<String> workingDirectory(long address, Consumer<String> problems) {
        return directory(address, "pwd", problems);
    }

    /**
     * The root directory of a task; empty when it has none any more.
     *
     * @param address of its {@code struct task_struct}
     * @param problems receives a sentence when it cannot be read
     */
    public Optional<String> rootDirectory(long address, Consumer<String> problems) {
        return directory(address, "root", problems);
    }

    private Optional<String> directory(long address, String member, Consumer<String> problems) {
        try {
            StructView own = task.at(memory, address);
            if (own.number("fs") == 0) {
                return Optional.empty();
            }
            StructView path = own.follow("fs").struct(member);
            return Optional.of(paths.of(path.number("mnt"), path.number("dentry"), problems));
        } catch (MemoryFaultException fault) {
            problems.accept("directories of task " + Long.toHexString(address) + ": " + fault.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The files that a task has open, in order of their numbers; none for a task that has ended.
     *
     * @param address of its {@code struct task_struct}
     * @param problems receives a sentence for what cannot be read
     */
    public List<OpenFile> open(long address, Consumer<String> problems) {
        var found = new ArrayList<OpenFile>();
        forEach(
                address,
                (descriptor, closesOnExec, at) -> found.add(one(descriptor, closesOnExec, at, problems)),
                problems);
        return List.copyOf(found);
    }

    /** Receives an open file. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one.
         *
         * @param descriptor its number
         * @param closesOnExec whether another program that the task starts does not get it
         * @param address of its {@code struct file}
         * @return false when no more are wanted
         */
        boolean file(int descriptor, boolean closesOnExec, long address);
    }

    /**
     * Delivers every file that a task has open, in order of their numbers, without reading the files themselves.
     *
     * @param address of its {@code struct task_struct}
     * @param problems receives a sentence for what cannot be read
     */
    public void forEach(long address, Sink sink, Consumer<String> problems) {
        String what = "open files of task " + Long.toHexString(address);
        try {
            StructView own = task.at(memory, address);
            if (own.number("files") == 0) {
                return;
            }
            StructView table = own.follow("files").follow("fdt");
            long most = table.number("max_fds");
            if (most > MOST_DESCRIPTORS) {
                problems.accept(what + ": a table at " + Long.toHexString(table.address()) + " of "
                        + Long.toUnsignedString(most) + " is too large");
                most = 0;
            }
            table(table, (int) most, sink, what, problems);
        } catch (MemoryFaultException fault) {
            problems.accept(what + ": " + fault.getMessage());
        }
    }

    private void table(StructView table, int most, Sink sink, String what, Consumer<String> problems) {
        long files = table.number("fd");
        long used = table.number("open_fds");
        long closing = table.number("close_on_exec");
        int open = 0;
        for (int first = 0; first < most; first += Long.SIZE) {
            long bits = memory.readLong(used + first / Byte.SIZE);
            long closes = bits == 0 ? 0 : memory.readLong(closing + first / Byte.SIZE);
            for (long left = bits; left != 0; left &= left - 1) {
                int bit = Long.numberOfTrailingZeros(left);
                if (first + bit >= most) {
                    break;
                }
                long at = memory.readLong(files + (long) (first + bit) * Long.BYTES);
                if (at == 0) {
                    // The number is taken, and the file is about to be opened.
                    continue;
                }
                if (open++ == MOST_OPEN) {
                    problems.accept(what + " go on after " + MOST_OPEN);
                    return;
                }
                if (!sink.file(first + bit, (closes >>> bit & 1) != 0, at)) {
                    return;
                }
            }
        }
    }

    private OpenFile one(int descriptor, boolean closesOnExec, long at, Consumer<String> problems) {
        String path = paths.ofFile(at, problems);
        long flags = 0;
        long position = 0;
        Optional<Inode> inode = Optional.empty();
        try {
            StructView view = file.at(memory, at);
            flags = view.number("f_flags");
            position = view.number("f_pos");
            inode = Optional.of(Inode.read(memory, types, view.number("f_inode")));
        } catch (MemoryFaultException fault) {
            problems.accept("file " + Long.toHexString(at) + ": " + fault.getMessage());
        }
        return new OpenFile(descriptor, at, flags, closesOnExec, position, path, inode);
    }
}

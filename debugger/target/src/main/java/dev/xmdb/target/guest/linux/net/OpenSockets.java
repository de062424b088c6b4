package dev.xmdb.target.guest.linux.net;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.file.TaskFiles;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the sockets among the open files of processes: files whose operations are those of sockets. */
final class OpenSockets {
    private final LinuxGuest guest;
    private final AddressSpace memory;
    private final Consumer<String> problems;
    private final Map<Long, List<SocketOwner>> owners = new LinkedHashMap<>();
    private final Set<Long> tables = new HashSet<>();
    private final Map<Long, Long> known = new HashMap<>();

    OpenSockets(LinuxGuest guest, Consumer<String> problems) {
        this.guest = guest;
        this.memory = guest.memory();
        this.problems = problems;
    }

    /** Who has which {@code struct sock} open. Threads that share their files stand for each other. */
    Map<Long, List<SocketOwner>> of(List<LinuxTask> tasks) {
        OptionalLong operations = guest.kallsyms().valueOf("socket_file_ops");
        if (operations.isEmpty()) {
            problems.accept("failed to read socket_file_ops: unknown symbol name");
            return Map.of();
        }
        StructLayout layout = guest.types().layout("struct task_struct");
        for (LinuxTask task : tasks) {
            try {
                if (tables.add(layout.at(memory, task.address()).number("files"))) {
                    files(task, operations.getAsLong());
                }
            } catch (MemoryFaultException fault) {
                problems.accept("files of task " + Long.toHexString(task.address()) + ": " + fault.getMessage());
            }
        }
        return owners;
    }

    private void files(LinuxTask task, long operations) {
        TaskFiles.of(guest)
                .forEach(
                        task.address(),
                        (descriptor, _, file) -> {
                            long sock = known.computeIfAbsent(file, at -> socket(at, operations));
                            if (sock != 0) {
                                owners.computeIfAbsent(sock, _ -> new ArrayList<>())
                                        .add(new SocketOwner(task.address(), descriptor));
                            }
                            return true;
                        },
                        problems);
    }

    private long socket(long file, long operations) {
        try {
            StructView view = guest.types().layout("struct file").at(memory, file);
            long socket = view.number("f_op") == operations ? view.number("private_data") : 0;
            return socket == 0
                    ? 0
                    : guest.types().layout("struct socket").at(memory, socket).number("sk");
        } catch (MemoryFaultException fault) {
            problems.accept("file " + Long.toHexString(file) + ": " + fault.getMessage());
            return 0;
        }
    }
}

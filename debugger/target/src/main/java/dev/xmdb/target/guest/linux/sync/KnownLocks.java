package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Locks that can be found without anybody waiting for them: variables of the kernel's, and the lock of each process's memory. The kernel's
 * types do not tell the types of its variables. One counts as a lock when its name ends as those of locks do, it is of a lock's size, and
 * its list of waiters leads back to itself.
 */
final class KnownLocks {
    /** What may follow a lock up to the next variable: the alignment of a cache line. */
    private static final long ALIGNMENT = 64;

    private static final List<String> MUTEX_ENDS = List.of("mutex", "_mtx", "_lock");
    private static final List<String> RWSEM_ENDS = List.of("rwsem", "_sem");
    private static final String CONSOLE = "console_sem";
    private static final String DATA = "dDbB";

    /** The variables that are locks. */
    private record Variables(Map<Long, WaitKind> locks) {}

    private KnownLocks() {}

    static Map<Long, WaitKind> of(LinuxGuest guest, List<LinuxTask> tasks) {
        Map<Long, WaitKind> found =
                new LinkedHashMap<>(guest.kept(Variables.class, () -> new Variables(variables(guest)))
                        .locks());
        StructLayout memory = guest.types().layout("struct mm_struct");
        // Renamed in 5.8.
        long inMemory = memory.member(memory.has("mmap_lock") ? "mmap_lock" : "mmap_sem")
                .offset();
        tasks.stream()
                .mapToLong(LinuxTask::memory)
                .filter(address -> address != 0)
                .forEach(address -> found.put(address + inMemory, WaitKind.RWSEM));
        return found;
    }

    private static Map<Long, WaitKind> variables(LinuxGuest guest) {
        Map<Long, WaitKind> found = new LinkedHashMap<>();
        Kallsyms symbols = guest.kallsyms();
        for (int each = 0; each < symbols.count(); each++) {
            if (symbols.address(each) < 0 && DATA.indexOf(symbols.letter(each)) >= 0) {
                int symbol = each;
                kind(symbols.name(each))
                        .filter(kind -> fits(guest, kind, symbols.address(symbol), symbols.size(symbol)))
                        .ifPresent(kind -> found.put(symbols.address(symbol), kind));
            }
        }
        return found;
    }

    private static Optional<WaitKind> kind(String name) {
        if (name.equals(CONSOLE)) {
            return Optional.of(WaitKind.SEMAPHORE);
        }
        if (RWSEM_ENDS.stream().anyMatch(name::endsWith)) {
            return Optional.of(WaitKind.RWSEM);
        }
        return MUTEX_ENDS.stream().anyMatch(name::endsWith) ? Optional.of(WaitKind.MUTEX) : Optional.empty();
    }

    private static boolean fits(LinuxGuest guest, WaitKind kind, long address, long size) {
        StructLayout lock = LockReader.layout(guest.types(), kind);
        return size >= lock.size()
                && size < lock.size() + ALIGNMENT
                && lock.has("wait_list")
                && closed(guest.memory(), address + lock.member("wait_list").offset());
    }

    private static boolean closed(AddressSpace memory, long head) {
        try {
            return memory.readLong(memory.readLong(head) + Long.BYTES) == head
                    && memory.readLong(memory.readLong(head + Long.BYTES)) == head;
        } catch (MemoryFaultException noList) {
            return false;
        }
    }
}

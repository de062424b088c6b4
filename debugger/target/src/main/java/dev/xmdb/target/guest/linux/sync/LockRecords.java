package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds the lock that a task waits for. Some kernels tell in the task itself: {@code pi_blocked_on} of an rt_mutex, {@code blocked_on} of a
 * mutex (since 6.17, where locks pass on their waiters' CPU), {@code blocker} of any (since 6.16, where hung tasks are looked for). In all
 * others the waiter on the task's stack leads around the ring of waiters to the head in the lock.
 */
final class LockRecords {
    /** The low bits of {@code task_struct.blocker}: 0 a mutex, 1 a semaphore, 2 and 3 a readers-writer semaphore. */
    private static final long BLOCKER_KIND = 3;

    private final AddressSpace memory;
    private final Types types;
    private final KnownTasks known;
    private final ListLinks links;
    private final StructLayout tasks;

    LockRecords(AddressSpace memory, Types types, KnownTasks known) {
        this.memory = memory;
        this.types = types;
        this.known = known;
        this.links = new ListLinks(memory);
        this.tasks = types.layout("struct task_struct");
    }

    Optional<TaskWait> find(WaitKind kind, LinuxTask task, TaskStackWords stack) {
        if (kind == WaitKind.RT_MUTEX || usesRtMutex(kind)) {
            return ofRtMutex(kind, task);
        }
        StructLayout waiter = LockWaiterList.waiterLayout(types, kind);
        OptionalLong record = record(waiter, task, stack);
        OptionalLong told = told(kind, task);
        if (record.isEmpty() && told.isEmpty()) {
            return Optional.empty();
        }
        long lock = told.isPresent() ? told.getAsLong() : lockOf(kind, waiter, record.getAsLong(), stack);
        boolean writes = kind != WaitKind.RWSEM
                || record.isEmpty()
                || waiter.at(memory, record.getAsLong()).number("type") == 0;
        return Optional.of(new TaskWait(task.address(), kind, lock, record.orElse(0), writes, 0));
    }

    private boolean usesRtMutex(WaitKind kind) {
        return switch (kind) {
            case MUTEX -> LockReader.layout(types, kind).has("rtmutex");
            case RWSEM -> LockReader.layout(types, kind).has("rwbase");
            default -> false;
        };
    }

    private Optional<TaskWait> ofRtMutex(WaitKind kind, LinuxTask task) {
        long record =
                tasks.has("pi_blocked_on") ? tasks.at(memory, task.address()).number("pi_blocked_on") : 0;
        if (record == 0) {
            return Optional.empty();
        }
        StructLayout waiter = LockWaiterList.waiterLayout(types, WaitKind.RT_MUTEX);
        long inner = waiter.at(memory, record).number("lock");
        String path = kind == WaitKind.MUTEX ? "rtmutex" : "rwbase.rtmutex";
        long lock = kind == WaitKind.RT_MUTEX
                ? inner
                : inner - LockReader.layout(types, kind).member(path).offset();
        return Optional.of(new TaskWait(task.address(), kind, lock, record, true, 0));
    }

    private OptionalLong told(WaitKind kind, LinuxTask task) {
        StructView view = tasks.at(memory, task.address());
        if (kind == WaitKind.MUTEX && tasks.has("blocked_on") && pointsTo("blocked_on", "struct mutex *")) {
            long lock = view.number("blocked_on");
            if (lock != 0) {
                return OptionalLong.of(lock);
            }
        }
        long blocker = tasks.has("blocker") ? view.number("blocker") : 0;
        boolean fits = switch (kind) {
            case MUTEX -> (blocker & BLOCKER_KIND) == 0;
            case SEMAPHORE -> (blocker & BLOCKER_KIND) == 1;
            default -> (blocker & BLOCKER_KIND) >= 2;
        };
        return blocker != 0 && fits ? OptionalLong.of(blocker & ~BLOCKER_KIND) : OptionalLong.empty();
    }

    /** Before, a member of this name led to the waiter, in kernels that check their mutexes. */
    private boolean pointsTo(String member, String declaration) {
        return tasks.find(member)
                .filter(found -> found.type() instanceof Type.Pointer pointer
                        && pointer.declaration().equals(declaration))
                .isPresent();
    }

    private OptionalLong record(StructLayout waiter, LinuxTask task, TaskStackWords stack) {
        long inTask = waiter.member("task").offset();
        long link = waiter.member("list").offset();
        long[] found = {0};
        stack.forEach(task.address(), word -> {
            long record = word - inTask;
            if (found[0] == 0 && stack.holds(record) && (alone(waiter, record) || links.linked(record + link))) {
                found[0] = record;
            }
        });
        return found[0] == 0 ? OptionalLong.empty() : OptionalLong.of(found[0]);
    }

    /** In a ring without a head the only waiter leads to itself. */
    private boolean alone(StructLayout waiter, long record) {
        long link = record + waiter.member("list").offset();
        return headless(waiter) && memory.readLong(link) == link && memory.readLong(link + Long.BYTES) == link;
    }

    private boolean headless(StructLayout waiter) {
        String name = waiter.type().declaration();
        WaitKind kind =
                name.contains("mutex") ? WaitKind.MUTEX : name.contains("rwsem") ? WaitKind.RWSEM : WaitKind.SEMAPHORE;
        return LockReader.layout(types, kind).has("first_waiter");
    }

    private long lockOf(WaitKind kind, StructLayout waiter, long record, TaskStackWords stack) {
        StructLayout lock = LockReader.layout(types, kind);
        return lock.has("first_waiter")
                ? byWordsOf(stack, lock, waiter, record)
                : byHead(lock.member("wait_list").offset(), waiter, record);
    }

    private long byHead(long inLock, StructLayout waiter, long record) {
        long link = waiter.member("list").offset();
        long inTask = waiter.member("task").offset();
        OptionalLong head =
                links.head(record + link, other -> known.onStack(memory.readLong(other - link + inTask), other));
        return head.isPresent() ? head.getAsLong() - inLock : 0;
    }

    /** The function that waits has its lock's address at hand: of the words on its stack it is the one whose first waiter is in the ring. */
    private long byWordsOf(TaskStackWords stack, StructLayout lock, StructLayout waiter, long record) {
        var ring = new HashSet<Long>();
        long link = waiter.member("list").offset();
        ring.add(record);
        links.head(record + link, other -> ring.add(other - link));
        long inLock = lock.member("first_waiter").offset();
        long[] found = {0};
        stack.forEachWord(word -> {
            if (found[0] == 0 && word < 0 && word % Long.BYTES == 0 && leadsTo(word + inLock, ring)) {
                found[0] = word;
            }
        });
        return found[0];
    }

    private boolean leadsTo(long address, Set<Long> ring) {
        try {
            return ring.contains(memory.readLong(address));
        } catch (MemoryFaultException notThere) {
            return false;
        }
    }
}

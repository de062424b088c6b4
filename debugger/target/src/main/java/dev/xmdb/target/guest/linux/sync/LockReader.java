package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Reads locks. Their states are confirmed on 5.10 and 6.1 by locks that real tasks hold; the words of kernels before 5.3 and of kernels
 * made for real time by their sources only.
 */
public final class LockReader {
    private static final long OWNER_FLAGS = 7;
    private static final List<String> MUTEX_FLAGS = List.of("WAITERS", "HANDOFF", "PICKUP");
    private static final List<String> RWSEM_FLAGS = List.of("WRITER", "WAITERS", "HANDOFF");
    private static final long WRITER = 1;
    private static final long READER_OWNED = 1;
    private static final int READERS_SHIFT = 8;
    private static final long READERS_FAILED = 1L << 63;
    /** Readers of a real-time kernel are counted from here, unless a writer holds the lock. */
    private static final long RT_READER_BIAS = 0x8000_0000L;

    private static final long RT_WRITER_BIAS = 0x4000_0000L;

    private final AddressSpace memory;
    private final Types types;
    private final LongPredicate isTask;
    private final LockWaiterList waiters;

    /**
     * A reader.
     *
     * @param isTask whether an address is that of one of the kernel's tasks
     * @param problems receives a sentence for each list of waiters that breaks off
     */
    public LockReader(LinuxGuest guest, LongPredicate isTask, Consumer<String> problems) {
        this(guest.memory(), guest.types(), isTask, problems);
    }

    LockReader(AddressSpace memory, Types types, LongPredicate isTask, Consumer<String> problems) {
        this.memory = memory;
        this.types = types;
        this.isTask = isTask;
        this.waiters = new LockWaiterList(memory, types, problems);
    }

    /** The structure of locks of a kind. */
    static StructLayout layout(Types types, WaitKind kind) {
        return types.layout(
                switch (kind) {
                    case MUTEX -> "struct mutex";
                    case RWSEM -> "struct rw_semaphore";
                    case SEMAPHORE -> "struct semaphore";
                    case RT_MUTEX -> rtMutex(types);
                    default -> throw new IllegalArgumentException(kind + " is no lock");
                });
    }

    /** Since 5.15 an rt_mutex is a wrapper of what other locks of real-time kernels are made of too. */
    private static String rtMutex(Types types) {
        return types.find("struct rt_mutex_base").isPresent() ? "struct rt_mutex_base" : "struct rt_mutex";
    }

    /**
     * The lock at an address.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when it is not in memory
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not tell what it is
     */
    public KernelLock read(WaitKind kind, long address) {
        StructView lock = layout(types, kind).at(memory, address);
        return switch (kind) {
            case MUTEX -> mutex(lock);
            case RWSEM -> rwsem(lock);
            case RT_MUTEX -> rtMutex(lock, kind, address, List.of());
            default -> semaphore(lock);
        };
    }

    private KernelLock mutex(StructView lock) {
        if (lock.layout().has("rtmutex")) {
            return rtMutex(lock.struct("rtmutex"), WaitKind.MUTEX, lock.address(), List.of());
        }
        long word = lock.number("owner");
        long owner = word & ~OWNER_FLAGS;
        return new KernelLock(
                lock.address(),
                WaitKind.MUTEX,
                word,
                names(word, MUTEX_FLAGS),
                owner,
                isTask.test(owner),
                0,
                0,
                owner != 0,
                spinner(lock),
                waiters.of(WaitKind.MUTEX, lock),
                false);
    }

    /** Kernels that let waiters spin keep the number of the last CPU that does, counted from 1. */
    private static int spinner(StructView lock) {
        return lock.layout().has("osq.tail") ? (int) lock.number("osq.tail") - 1 : -1;
    }

    private KernelLock rwsem(StructView lock) {
        if (lock.layout().has("rwbase")) {
            return realTimeRwsem(lock);
        }
        long count = lock.number("count");
        long owner = lock.layout().has("owner") ? lock.number("owner") : 0;
        return before53(lock) ? oldRwsem(lock, count, owner) : rwsem(lock, count, owner);
    }

    /** Since 5.3 the owner is a number with flags, and the count has other bits. */
    private static boolean before53(StructView lock) {
        return lock.layout()
                .find("owner")
                .map(member -> member.type() instanceof Type.Pointer)
                .orElse(true);
    }

    private KernelLock rwsem(StructView lock, long count, long owner) {
        boolean written = (count & WRITER) != 0;
        long readers = (count & ~READERS_FAILED) >>> READERS_SHIFT;
        long task = owner & ~OWNER_FLAGS;
        return rwsem(lock, count, names(count, RWSEM_FLAGS), written, readers, task);
    }

    /**
     * Before 5.3 the low half of the count is the number of those who hold the lock, and the high half goes down by one while there are
     * waiters or a writer. The owner is a task only while a writer holds the lock: its lowest bit says that readers do.
     */
    private KernelLock oldRwsem(StructView lock, long count, long owner) {
        long active = (int) count;
        boolean taskKnown = owner != 0 && (owner & READER_OWNED) == 0;
        boolean written = taskKnown || (active == 1 && count < 0 && (owner & READER_OWNED) == 0);
        long readers = written ? 0 : Math.max(0, active);
        return rwsem(lock, count, written ? List.of("WRITER") : List.of(), written, readers, owner & ~OWNER_FLAGS);
    }

    private KernelLock rwsem(
            StructView lock, long count, List<String> flags, boolean written, long readers, long task) {
        return new KernelLock(
                lock.address(),
                WaitKind.RWSEM,
                count,
                flags,
                written ? task : 0,
                written && isTask.test(task),
                !written && readers != 0 ? task : 0,
                readers,
                written || readers != 0,
                spinner(lock),
                waiters.of(WaitKind.RWSEM, lock),
                false);
    }

    /** Readers have only a count, the writer and all waiters an rt_mutex (since 5.15). */
    private KernelLock realTimeRwsem(StructView lock) {
        long count = lock.number("rwbase.readers") & 0xffff_ffffL;
        boolean written = count == RT_WRITER_BIAS;
        long readers = (count & RT_READER_BIAS) != 0 ? count - RT_READER_BIAS : 0;
        KernelLock inner = rtMutex(lock.struct("rwbase.rtmutex"), WaitKind.RWSEM, lock.address(), List.of());
        return new KernelLock(
                lock.address(),
                WaitKind.RWSEM,
                count,
                written ? List.of("WRITER") : List.of(),
                written ? inner.owner() : 0,
                written && inner.ownerExists(),
                0,
                readers,
                written || readers != 0,
                -1,
                inner.waiters(),
                false);
    }

    private KernelLock rtMutex(StructView lock, WaitKind kind, long address, List<String> more) {
        long word = lock.number("owner");
        long owner = word & ~1L;
        var flags = new ArrayList<>(names(word, List.of("WAITERS")));
        flags.addAll(more);
        return new KernelLock(
                address,
                kind,
                word,
                flags,
                owner,
                isTask.test(owner),
                0,
                0,
                owner != 0,
                -1,
                waiters.of(WaitKind.RT_MUTEX, lock),
                false);
    }

    /** A semaphore has no owner; since 6.16 kernels that look for hung tasks note who got it last. */
    private KernelLock semaphore(StructView lock) {
        long count = lock.number("count");
        long last = lock.layout().has("last_holder") ? lock.number("last_holder") : 0;
        return new KernelLock(
                lock.address(),
                WaitKind.SEMAPHORE,
                count,
                List.of(),
                0,
                false,
                last,
                0,
                count == 0,
                -1,
                waiters.of(WaitKind.SEMAPHORE, lock),
                false);
    }

    private static List<String> names(long word, List<String> bits) {
        var set = new ArrayList<String>();
        for (int bit = 0; bit < bits.size(); bit++) {
            if ((word >>> bit & 1) != 0) {
                set.add(bits.get(bit));
            }
        }
        return set;
    }
}

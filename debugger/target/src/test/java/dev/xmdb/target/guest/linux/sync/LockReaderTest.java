package dev.xmdb.target.guest.linux.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.task.TaskState;
import dev.xmdb.target.types.TypesOf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Locks of kernels of which there is no image, made by hand as their sources describe them. */
final class LockReaderTest {
    private static final long LOCK = 0xffff888001000000L;
    private static final long TASK = 0xffff888002000000L;
    private static final long OTHER = 0xffff888002001000L;
    private static final long STACK = 0xffff888003000000L;
    private static final long SECOND_STACK = 0xffff888003004000L;
    private static final long SIZE = 0x4000;

    private final MemoryOf memory = new MemoryOf(8);
    private final TypesOf types = new TypesOf();
    private final List<String> problems = new ArrayList<>();

    LockReaderTest() {
        memory.put(LOCK, new byte[0x1000]);
        memory.put(TASK, new byte[0x2000]);
        memory.put(STACK, new byte[0x8000]);
        types.struct("list_head", 16).number("next", 0, 8).number("prev", 8, 8);
        types.struct("rb_node", 24)
                .number("__rb_parent_color", 0, 8)
                .number("rb_right", 8, 8)
                .number("rb_left", 16, 8);
        types.struct("rb_root", 8).number("rb_node", 0, 8);
    }

    private LockReader reader() {
        return new LockReader(memory, types, address -> address == TASK || address == OTHER, problems::add);
    }

    private static LinuxTask task(long address, long stack) {
        return new LinuxTask(address, 1, 1, 0, "task", new TaskState(2, 0), 0, 0, false, 0, stack);
    }

    private TaskStackWords stackOf(long low) {
        byte[] bytes = new byte[(int) SIZE];
        memory.read(low, bytes, 0, bytes.length);
        return new TaskStackWords(low, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    private Optional<TaskWait> wait(WaitKind kind) {
        var known = new KnownTasks(List.of(task(TASK, STACK), task(OTHER, SECOND_STACK)), SIZE);
        return new LockRecords(memory, types, known).find(kind, task(TASK, STACK), stackOf(STACK));
    }

    private void mutexWithHead() {
        types.struct("mutex", 32).number("owner", 0, 8).struct("wait_list", 16, "list_head");
        types.struct("mutex_waiter", 32).struct("list", 0, "list_head").number("task", 16, 8);
        types.struct("task_struct", 64);
    }

    /** Since 7.1 a mutex leads to its first waiter. */
    private void mutexWithoutHead() {
        types.struct("mutex_waiter", 32).struct("list", 0, "list_head").number("task", 16, 8);
        types.struct("mutex", 24).number("owner", 0, 8).number("first_waiter", 16, 8);
        types.struct("task_struct", 64);
    }

    /** A waiter in a ring. */
    private void waiter(long record, long task, long next, long previous) {
        memory.word(record, next).word(record + 8, previous).word(record + 16, task);
    }

    @Test
    void theLowBitsOfAMutexsOwnerAreFlags() {
        mutexWithHead();
        memory.word(LOCK, TASK | 3).word(LOCK + 16, LOCK + 16).word(LOCK + 24, LOCK + 16);
        KernelLock lock = reader().read(WaitKind.MUTEX, LOCK);
        assertThat(lock.owner()).isEqualTo(TASK);
        assertThat(lock.ownerExists()).isTrue();
        assertThat(lock.flags()).containsExactly("WAITERS", "HANDOFF");
        assertThat(lock.waiters()).isEmpty();
        assertThat(lock.spinner()).isEqualTo(-1);
        assertThat(problems).isEmpty();
    }

    @Test
    void theHeadOfTheRingOfWaitersIsInTheLock() {
        mutexWithHead();
        long first = STACK + 0x3000;
        long second = SECOND_STACK + 0x3000;
        memory.word(LOCK, OTHER | 1).word(LOCK + 16, first).word(LOCK + 24, second);
        waiter(first, TASK, second, LOCK + 16);
        waiter(second, OTHER, LOCK + 16, first);
        // What follows the lock looks like the task of a waiter.
        memory.word(LOCK + 32, TASK);
        assertThat(wait(WaitKind.MUTEX)).hasValue(new TaskWait(TASK, WaitKind.MUTEX, LOCK, first, true, 0));
        assertThat(reader().read(WaitKind.MUTEX, LOCK).waiters())
                .containsExactly(new LockWaiter(TASK, true), new LockWaiter(OTHER, true));
    }

    @Test
    void aWordOnTheStackIsNoRecordUnlessItsNeighboursLeadBack() {
        mutexWithHead();
        waiter(STACK + 0x3000, TASK, LOCK + 16, LOCK + 16);
        assertThat(wait(WaitKind.MUTEX)).isEmpty();
    }

    @Test
    void aLockWithoutAHeadIsFoundByItsAddressOnTheStack() {
        mutexWithoutHead();
        long first = SECOND_STACK + 0x3000;
        long second = STACK + 0x3000;
        memory.word(LOCK, OTHER | 1).word(LOCK + 16, first);
        waiter(first, OTHER, second, second);
        waiter(second, TASK, first, first);
        memory.word(STACK + 0x2ff0, LOCK);
        assertThat(wait(WaitKind.MUTEX)).hasValue(new TaskWait(TASK, WaitKind.MUTEX, LOCK, second, true, 0));
        assertThat(reader().read(WaitKind.MUTEX, LOCK).waiters())
                .containsExactly(new LockWaiter(OTHER, true), new LockWaiter(TASK, true));
        assertThat(problems).isEmpty();
    }

    @Test
    void theOnlyWaiterOfALockWithoutAHeadLeadsToItself() {
        mutexWithoutHead();
        long only = STACK + 0x3000;
        memory.word(LOCK, OTHER | 1).word(LOCK + 16, only);
        waiter(only, TASK, only, only);
        memory.word(STACK + 0x2ff0, LOCK);
        assertThat(wait(WaitKind.MUTEX).orElseThrow().object()).isEqualTo(LOCK);
        assertThat(reader().read(WaitKind.MUTEX, LOCK).waiters()).containsExactly(new LockWaiter(TASK, true));
    }

    @Test
    void aKernelThatLooksForHungTasksTellsTheLock() {
        types.struct("rw_semaphore", 40)
                .number("count", 0, 8)
                .number("owner", 8, 8)
                .struct("wait_list", 24, "list_head");
        types.struct("rwsem_waiter", 32)
                .struct("list", 0, "list_head")
                .number("task", 16, 8)
                .number("type", 24, 4);
        types.struct("task_struct", 64).number("blocker", 8, 8);
        memory.word(TASK + 8, LOCK | 3);
        assertThat(wait(WaitKind.RWSEM)).hasValue(new TaskWait(TASK, WaitKind.RWSEM, LOCK, 0, true, 0));
        // That of a semaphore is no answer to what readers-writer semaphore it waits for.
        memory.word(TASK + 8, LOCK | 1);
        assertThat(wait(WaitKind.RWSEM)).isEmpty();
    }

    private void rwsem(long count, long owner) {
        types.struct("rwsem_waiter", 32)
                .struct("list", 0, "list_head")
                .number("task", 16, 8)
                .number("type", 24, 4);
        memory.word(LOCK, count)
                .word(LOCK + 8, owner)
                .word(LOCK + 24, LOCK + 24)
                .word(LOCK + 32, LOCK + 24);
    }

    @Test
    void since53TheCountOfReadersIsAboveTheFlags() {
        types.struct("rw_semaphore", 40)
                .number("count", 0, 8)
                .number("owner", 8, 8)
                .struct("wait_list", 24, "list_head");
        rwsem(0x302, TASK | 3);
        KernelLock lock = reader().read(WaitKind.RWSEM, LOCK);
        assertThat(lock.readers()).isEqualTo(3);
        assertThat(lock.flags()).containsExactly("WAITERS");
        assertThat(lock.owner()).isZero();
        assertThat(lock.lastHolder()).isEqualTo(TASK);
        rwsem(1, TASK);
        assertThat(reader().read(WaitKind.RWSEM, LOCK).owner()).isEqualTo(TASK);
    }

    private void oldRwsem(long count, long owner) {
        types.struct("rw_semaphore", 40)
                .number("count", 0, 8)
                .pointer("owner", 8, "task_struct")
                .struct("wait_list", 24, "list_head");
        rwsem(count, owner);
    }

    @Test
    void before53ActiveHoldersAreInTheLowHalfOfTheCount() {
        // Two readers.
        oldRwsem(2, 1);
        KernelLock read = reader().read(WaitKind.RWSEM, LOCK);
        assertThat(read.readers()).isEqualTo(2);
        assertThat(read.owner()).isZero();
        // A writer: the bias of those who wait or write, and one that is active.
        oldRwsem(0xffffffff00000001L, TASK);
        KernelLock written = reader().read(WaitKind.RWSEM, LOCK);
        assertThat(written.owner()).isEqualTo(TASK);
        assertThat(written.readers()).isZero();
        assertThat(written.held()).isTrue();
    }

    @Test
    void waitersOfARealTimeKernelAreInATree() {
        types.struct("rb_root_cached", 16).struct("rb_root", 0, "rb_root").number("rb_leftmost", 8, 8);
        types.struct("rt_mutex_base", 32).struct("waiters", 8, "rb_root_cached").number("owner", 24, 8);
        types.struct("rt_waiter_node", 40).struct("entry", 0, "rb_node");
        types.struct("rt_mutex_waiter", 104)
                .struct("tree", 0, "rt_waiter_node")
                .number("task", 80, 8)
                .number("lock", 88, 8);
        types.struct("mutex", 32).struct("rtmutex", 0, "rt_mutex_base");
        types.struct("task_struct", 64).number("pi_blocked_on", 16, 8);
        long record = STACK + 0x3000;
        memory.word(LOCK + 8, record).word(LOCK + 24, OTHER | 1);
        memory.word(record + 80, TASK).word(record + 88, LOCK);
        memory.word(TASK + 16, record);
        KernelLock lock = reader().read(WaitKind.MUTEX, LOCK);
        assertThat(lock.owner()).isEqualTo(OTHER);
        assertThat(lock.flags()).containsExactly("WAITERS");
        assertThat(lock.waiters()).containsExactly(new LockWaiter(TASK, true));
        assertThat(wait(WaitKind.MUTEX)).hasValue(new TaskWait(TASK, WaitKind.MUTEX, LOCK, record, true, 0));
    }

    @Test
    void aRingOfWaitersThatBreaksOffIsTold() {
        mutexWithHead();
        memory.word(LOCK, TASK | 1).word(LOCK + 16, 0x1000).word(LOCK + 24, 0x1000);
        assertThat(reader().read(WaitKind.MUTEX, LOCK).waiters()).isEmpty();
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("waiters of mutex ffff888001000000 break off at 1000");
    }
}

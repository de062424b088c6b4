package dev.xmdb.sim.solaris.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A readers-writer lock. */
public final class RwLock extends Lock {
    private static final int HAS_WAITERS = 1;
    private static final int WRITE_WANTED = 2;
    private static final int WRITE_LOCKED = 4;
    private static final int ONE_READER = 8;

    private final List<SimThread> readers = new ArrayList<>();
    private @Nullable SimThread writer;

    /** A free lock at an address. */
    public RwLock(long va) {
        super(va, "rw_sobj_ops");
    }

    @Override
    public @Nullable SimThread owner() {
        return writer;
    }

    /** Threads that have it for reading. */
    public List<SimThread> readers() {
        return readers;
    }

    /** What is in memory: the writer or the number of readers, and flags. */
    public long word() {
        SimThread holder = writer;
        long held = holder == null ? (long) readers.size() * ONE_READER : holder.va() | WRITE_LOCKED;
        return held | (waiters().isEmpty() ? 0 : HAS_WAITERS) | (writerWaits() ? WRITE_WANTED : 0);
    }

    private boolean writerWaits() {
        return waiters().stream().anyMatch(SimThread::wantsToWrite);
    }

    boolean take(SimThread thread, boolean write) {
        if (writer != null || (write && !readers.isEmpty()) || (!write && writerWaits())) {
            return false;
        }
        if (write) {
            writer = thread;
        } else {
            readers.add(thread);
        }
        return true;
    }

    /** Returns whether it is free now. */
    boolean release(SimThread thread) {
        if (thread.equals(writer)) {
            writer = null;
        } else {
            readers.remove(thread);
        }
        return readers.isEmpty();
    }

    @Override
    int queueOf(SimThread waiter) {
        return waiter.wantsToWrite() ? WRITERS : READERS;
    }
}

package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.ThreadState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes locks with their turnstiles, and sleep queues. */
final class SyncWriter {
    private static final int TURNSTILE_CHAINS = 128;
    private static final int SLEEP_QUEUES = 2048;

    private final Simulation simulation;
    private final Kernel kernel;

    SyncWriter(Simulation simulation) {
        this.simulation = simulation;
        this.kernel = simulation.kernel();
    }

    void write() {
        simulation.locks().forEach(this::lock);
        simulation.threads().forEach(this::inherits);
        for (Semaphore semaphore : simulation.semaphores()) {
            kernel.at("sema_impl_t", semaphore.va())
                    .set("s_slpq", chain(sorted(semaphore.waiters()), false))
                    .set("s_count", semaphore.count());
            semaphore
                    .waiters()
                    .forEach(each -> lockedBy(each, head(semaphore.va()).address("sq_lock")));
        }
        sleepQueues();
    }

    private void lock(Lock lock) {
        long word = switch (lock) {
            case Mutex mutex -> mutex.word();
            case RwLock rw -> rw.word();
        };
        kernel.space().putLong(lock.va(), word);
        if (lock.waiters().isEmpty()) {
            return;
        }
        // The first half of the table is for locks in processes' memory.
        long index = TURNSTILE_CHAINS + (((lock.va() >>> 2) + (lock.va() >>> 9)) & (TURNSTILE_CHAINS - 1));
        long table = kernel.symbols().address("turnstile_table");
        GuestStruct hash =
                kernel.at("turnstile_chain_t", table + index * kernel.layouts().size("turnstile_chain_t"));
        GuestStruct turnstile = kernel.at("turnstile_t", lock.turnstile())
                .set("ts_next", hash.get("tc_first"))
                .set("ts_sobj", lock.va())
                .set("ts_waiters", lock.waiters().size())
                .set("ts_epri", lock.urgency());
        hash.set("tc_first", turnstile.va());
        long free = turnstile.address("ts_free");
        for (long spare : lock.spare()) {
            kernel.space().putLong(free, spare);
            free = kernel.at("turnstile_t", spare).address("ts_free");
        }
        for (int queue : new int[] {Lock.WRITERS, Lock.READERS}) {
            List<SimThread> waiters = lock.queue(queue);
            turnstile.set("ts_sleepq", queue, chain(waiters, true));
            long address = turnstile.address("ts_sleepq") + (long) queue * Long.BYTES;
            for (SimThread each : waiters) {
                each.place()
                        .kthread()
                        .set("t_sleepq", address)
                        .set("t_writer", each.wantsToWrite() && lock instanceof RwLock ? 1 : 0);
                lockedBy(each, hash.address("tc_lock"));
            }
        }
    }

    private static void lockedBy(SimThread thread, long lock) {
        thread.place().kthread().set("t_lockp", lock);
    }

    /** Links the turnstiles that give a thread its priority. */
    private void inherits(SimThread thread) {
        if (thread.inherited() == 0) {
            return;
        }
        long next = 0;
        for (Lock lock : thread.held()) {
            if (lock.urgency() > thread.priority()) {
                kernel.at("turnstile_t", lock.turnstile())
                        .set("ts_inheritor", thread.va())
                        .set("ts_prioinv", next);
                next = lock.turnstile();
            }
        }
        thread.place().kthread().set("t_prioinv", next);
    }

    private GuestStruct head(long object) {
        long index = ((object >>> 2) ^ (object >>> 13) ^ (object >>> 24)) & (SLEEP_QUEUES - 1);
        long table = kernel.symbols().address("sleepq_head");
        return kernel.at("sleepq_head_t", table + index * kernel.layouts().size("sleepq_head_t"));
    }

    private void sleepQueues() {
        Map<Long, List<SimThread>> sleepers = new TreeMap<>();
        Map<Long, Integer> counts = new TreeMap<>();
        for (SimThread thread : simulation.threads()) {
            if (thread.state() == ThreadState.SLEEP && thread.waitsFor() instanceof Condition condition) {
                sleepers.computeIfAbsent(head(condition.va()).va(), key -> new java.util.ArrayList<>())
                        .add(thread);
                counts.merge(condition.va(), 1, Integer::sum);
            }
        }
        counts.forEach((va, count) -> kernel.space().put(va, Short.BYTES, count));
        sleepers.forEach((va, waiting) -> {
            GuestStruct head = kernel.at("sleepq_head_t", va).set("sq_queue.sq_first", chain(sorted(waiting), true));
            for (SimThread each : waiting) {
                each.place().kthread().set("t_sleepq", va);
                lockedBy(each, head.address("sq_lock"));
            }
        });
    }

    private static List<SimThread> sorted(List<SimThread> waiting) {
        return waiting.stream()
                .sorted(Comparator.comparingInt(SimThread::effectivePriority).reversed())
                .toList();
    }

    /**
     * Links threads in order, and those of one priority in a ring. Returns the first one's address, or 0.
     *
     * @param rings whether the queue has rings of one priority
     */
    private static long chain(List<SimThread> threads, boolean rings) {
        for (int index = 0; index < threads.size(); index++) {
            SimThread thread = threads.get(index);
            if (index + 1 < threads.size()) {
                thread.place().kthread().set("t_link", threads.get(index + 1).va());
            }
            if (rings) {
                int first = index;
                while (first > 0 && sameAs(threads.get(first - 1), thread)) {
                    first--;
                }
                boolean last = index + 1 == threads.size() || !sameAs(threads.get(index + 1), thread);
                SimThread next = threads.get(last ? first : index + 1);
                thread.place().kthread().set("t_priforw", next.va());
                next.place().kthread().set("t_priback", thread.va());
            }
        }
        return threads.isEmpty() ? 0 : threads.getFirst().va();
    }

    private static boolean sameAs(SimThread one, SimThread other) {
        return one.effectivePriority() == other.effectivePriority();
    }
}

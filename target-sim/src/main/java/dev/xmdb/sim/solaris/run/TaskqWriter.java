package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import java.util.List;

/** Writes taskqs. */
final class TaskqWriter {
    private TaskqWriter() {}

    static void write(Simulation simulation) {
        simulation.taskqs().forEach(taskq -> write(simulation.kernel(), taskq));
    }

    private static void write(Kernel kernel, Taskq taskq) {
        List<SimThread> threads = taskq.threads();
        long workers = threads.size();
        GuestStruct structure = taskq.structure()
                .set("tq_active", taskq.active())
                .set("tq_nthreads", workers)
                .set("tq_nthreads_target", workers)
                .set("tq_nthreads_max", workers)
                .set("tq_tcreates", workers)
                .set("tq_nalloc", taskq.allocated())
                .set("tq_tasks", taskq.dispatched())
                .set("tq_executed", taskq.executed())
                .set("tq_maxtasks", taskq.most());
        if (workers > 1) {
            long list = kernel.heap().allocate(workers * Long.BYTES);
            for (int index = 0; index < workers; index++) {
                kernel.space()
                        .putLong(
                                list + (long) index * Long.BYTES,
                                threads.get(index).va());
            }
            structure.set("tq_thr._tq_threadlist", list);
        } else if (workers == 1) {
            structure.set("tq_thr._tq_threadlist", threads.getFirst().va());
        }
        long head = structure.address("tq_task");
        GuestStruct last = kernel.at("taskq_ent_t", head);
        for (Taskq.Entry entry : taskq.pending()) {
            GuestStruct next = kernel.at("taskq_ent_t", entry.va())
                    .set("tqent_func", kernel.symbols().address(entry.call().function()))
                    .set("tqent_arg", entry.call().arguments().getFirst())
                    .set("tqent_prev", last.va());
            last.set("tqent_next", next.va());
            last = next;
        }
        last.set("tqent_next", head);
        kernel.at("taskq_ent_t", head).set("tqent_prev", last.va());
        long free = structure.address("tq_freelist");
        for (long entry : taskq.free()) {
            kernel.space().putLong(free, entry);
            free = kernel.at("taskq_ent_t", entry).address("tqent_next");
            kernel.space().putLong(free, 0);
        }
    }
}

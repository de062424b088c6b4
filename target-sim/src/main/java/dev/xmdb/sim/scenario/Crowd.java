package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.GuestProcess;

/** Fills a domain with threads that wait, until it has as many as were asked for. */
final class Crowd {
    private static final int WORKERS = 64;
    private static final int LWPS = 50;

    private Crowd() {}

    /** Makes the threads that are missing, three of five in taskqs, the others in processes. */
    static void fill(Domain domain, Population population) {
        int missing = domain.options().threads() - domain.simulation().threads().size();
        int workers = missing > 0 ? missing - missing * 2 / 5 : 0;
        for (int taskq = 0; workers > 0; taskq++) {
            int size = Math.min(workers, WORKERS);
            population.taskq(domain.sched(), "nfs_async_taskq_" + taskq, size);
            workers -= size;
        }
        for (int rest = missing * 2 / 5; rest > 0; rest -= LWPS) {
            GuestProcess server = population.newDaemon("/usr/lib/nfs/nfsd");
            for (int lwp = 1; lwp <= Math.min(rest, LWPS); lwp++) {
                population.parked(server, lwp);
            }
        }
    }
}

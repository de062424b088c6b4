package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;

/** The console's stream: the line discipline's queues over the console driver's, the lock between them, the messages under way. */
final class ConsoleStreams {
    private static final int PREPOPULATED = 1;
    private static final int DYNAMIC = 4;
    private static final int MOST_THREADS = 2;

    private final Kernel kernel;
    private final HungConsole values;
    private final int pair;

    ConsoleStreams(Kernel kernel, HungConsole values) {
        this.kernel = kernel;
        this.values = values;
        this.pair = kernel.layouts().size("queue_t");
    }

    /** The console driver's write queue, the second of its pair. */
    long consoleWriteQueue() {
        return values.consoleQueue() + pair;
    }

    /** The line discipline's write queue, the second of its pair. */
    long disciplineWriteQueue() {
        return values.disciplineQueue() + pair;
    }

    /**
     * Writes everything.
     *
     * @param taskq serves the queues, each with a thread that it makes when there is work
     */
    void build(GuestStruct taskq) {
        kernel.place("struct xencons", values.mutex())
                .set("evtchn", 2)
                .set("ttycommon_rq", values.consoleQueue())
                .set("ttycommon_wq", consoleWriteQueue());
        kernel.set("xencons_softstate", values.mutex());
        kernel.place("turnstile_t", values.turnstile()).set("ts_sobj", values.mutex());
        GuestStruct stream =
                kernel.place("stdata_t", values.stream()).set("sd_nqueues", 1).set("sd_qhead", values.consoleQueue());
        procedures("xenconsrinit", "xenconswput", "xenconsrsrv");
        procedures("xenconswinit", "xenconswput", "xenconsrsrv");
        procedures("ldtermrinit", "ldtermrput", "ldtermrput");
        procedures("ldtermwinit", "ldtermwput", "ldtermwput");
        queue(values.consoleQueue(), "xenconsrinit", values.disciplineQueue());
        queue(consoleWriteQueue(), "xenconswinit", 0);
        queue(values.disciplineQueue(), "ldtermrinit", 0);
        queue(disciplineWriteQueue(), "ldtermwinit", consoleWriteQueue());
        message(values.inner(), "\r\n");
        message(values.outer(), "\n");
        kernel.place("taskq_ent_t", values.entry())
                .set("tqent_func", kernel.symbols().address("stream_service"))
                .set("tqent_arg", stream.va())
                .set("tqent_un", bucket(taskq).va())
                .set("tqent_thread", values.consoleThread());
    }

    /** Makes a taskq dynamic, with a bucket that has one entry, in use. */
    private GuestStruct bucket(GuestStruct taskq) {
        GuestStruct bucket = kernel.make("taskq_bucket_t");
        long free = bucket.address("tqbucket_freelist");
        bucket.set("tqbucket_taskq", taskq.va()).set("tqbucket_nalloc", 1);
        kernel.at("taskq_ent_t", free).set("tqent_next", free).set("tqent_prev", free);
        taskq.set("tq_flags", Population.TASKQ_FLAGS | PREPOPULATED | DYNAMIC)
                .set("tq_maxsize", MOST_THREADS)
                .set("tq_nbuckets", 1)
                .set("tq_buckets", bucket.va());
        return bucket;
    }

    private void procedures(String name, String put, String service) {
        kernel.variable("struct qinit", name)
                .set("qi_putp", kernel.symbols().address(put))
                .set("qi_srvp", kernel.symbols().address(service));
    }

    private void queue(long va, String procedures, long next) {
        kernel.place("queue_t", va)
                .set("q_qinfo", kernel.symbols().address(procedures))
                .set("q_next", next)
                .set("q_ptr", values.mutex())
                .set("q_stream", values.stream());
    }

    private void message(long va, String text) {
        long data = kernel.text(text);
        long block = kernel.make("dblk_t")
                .set("db_base", data)
                .set("db_lim", data + text.length())
                .set("db_ref", 1)
                .va();
        kernel.place("mblk_t", va).set("b_datap", block).set("b_rptr", data).set("b_wptr", data + text.length());
    }
}

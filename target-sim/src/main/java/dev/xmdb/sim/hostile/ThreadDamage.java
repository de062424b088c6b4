package dev.xmdb.sim.hostile;

import dev.xmdb.sim.solaris.GuestStruct;
import java.util.List;

/** Damage to threads, processes, CPUs and stacks. */
final class ThreadDamage {
    private static final int SOME = 4;

    private ThreadDamage() {}

    static List<Damage> all() {
        return List.of(
                new Damage("threads-cycle", "the list of threads turns back into its middle and never ends", victim -> {
                    GuestStruct last = victim.at("kthread_t", thread(victim, 0).get("t_prev"));
                    return last.set("t_next", thread(victim, SOME).va()).address("t_next");
                }),
                new Damage(
                        "threads-wild",
                        "the list of threads goes on where nothing is mapped",
                        victim ->
                                thread(victim, SOME).set("t_next", Victim.WILD).address("t_next")),
                new Damage("thread-fields", "a thread has wild pointers and numbers beyond their ranges", victim -> {
                    GuestStruct thread = thread(victim, SOME);
                    for (String member :
                            List.of("t_procp", "t_cpu", "t_stk", "t_ts", "t_sobj_ops", "t_lwp", "t_cred")) {
                        thread.set(member, Victim.WILD + member.length());
                    }
                    return thread.set("t_state", 0xffff_ffffL)
                            .set("t_pri", 0x7fff)
                            .va();
                }),
                new Damage(
                        "stack-cycle",
                        "a saved frame pointer on a thread's stack leads back to its own frame",
                        victim -> {
                            long fp = framePointer(victim);
                            victim.kernel().space().putLong(fp, fp);
                            return fp;
                        }),
                new Damage(
                        "stack-wild", "a saved frame pointer on a thread's stack is odd and leads nowhere", victim -> {
                            long fp = framePointer(victim);
                            victim.kernel().space().putLong(fp, Victim.WILD + 3);
                            return fp;
                        }),
                new Damage("stack-bounds", "a thread's stack begins above its end", victim -> {
                    GuestStruct thread = sleeping(victim);
                    return thread.set("t_stkbase", thread.get("t_stk") + 0x1000).address("t_stkbase");
                }),
                new Damage("pinned-cycle", "the threads pinned by interrupt threads pin each other", victim -> {
                    GuestStruct cpu = victim.at("cpu_t", victim.pointer("cpu_list"));
                    long thread = victim.follow(cpu, "cpu_thread");
                    return victim.at("kthread_t", thread).set("t_intr", thread).address("t_intr");
                }),
                new Damage("processes-cycle", "a process is its own sibling", victim -> {
                    long child = victim.follow(victim.variable("proc_t", "p0"), "p_child");
                    return victim.at("proc_t", child).set("p_sibling", child).address("p_sibling");
                }),
                new Damage("processes-ancestor", "a process is the child of its child", victim -> {
                    long first = victim.address("p0");
                    long child = victim.follow(victim.variable("proc_t", "p0"), "p_child");
                    return victim.at("proc_t", child).set("p_child", first).address("p_child");
                }),
                new Damage("practive-cycle", "the list of active processes goes on with itself", victim -> {
                    long first = victim.pointer("practive");
                    return victim.at("proc_t", first).set("p_next", first).address("p_next");
                }),
                new Damage(
                        "cpus-wild",
                        "the list of CPUs goes on where nothing is mapped",
                        victim -> victim.at("cpu_t", victim.pointer("cpu_list"))
                                .set("cpu_next", Victim.WILD)
                                .address("cpu_next")),
                new Damage("cpu-count", "the kernel says that it has 2^31 - 1 CPUs", victim -> {
                    victim.kernel().set("ncpus", Integer.MAX_VALUE);
                    victim.kernel().set("max_ncpus", Integer.MAX_VALUE);
                    return victim.address("max_ncpus");
                }),
                new Damage("dispatch-cycle", "a dispatch queue's threads follow each other in a circle", victim -> {
                    GuestStruct cpu = victim.at("cpu_t", victim.pointer("cpu_list"));
                    long first = firstRunnable(victim, cpu);
                    return victim.at("kthread_t", first).set("t_link", first).address("t_link");
                }),
                new Damage("dispatch-count", "a dispatch queue has a negative number of priorities", victim -> {
                    GuestStruct cpu = victim.at("cpu_t", victim.pointer("cpu_list"));
                    return victim.at("disp_t", cpu.get("cpu_disp"))
                            .set("disp_npri", -2)
                            .set("disp_nrunnable", Integer.MIN_VALUE)
                            .address("disp_npri");
                }));
    }

    private static GuestStruct thread(Victim victim, int steps) {
        GuestStruct thread = victim.at("kthread_t", victim.pointer("allthreads"));
        for (int step = 0; step < steps; step++) {
            thread = victim.at("kthread_t", thread.get("t_next"));
        }
        return thread;
    }

    /** The first sleeping thread after the kernel's own. */
    private static GuestStruct sleeping(Victim victim) {
        return thread(victim, 1);
    }

    private static long framePointer(Victim victim) {
        GuestStruct thread = sleeping(victim);
        long innermost = victim.kernel().space().getLong(thread.address("t_pcb") + Long.BYTES);
        return victim.kernel().space().getLong(innermost);
    }

    private static long firstRunnable(Victim victim, GuestStruct cpu) {
        GuestStruct queue = victim.at("disp_t", cpu.get("cpu_disp"));
        long size = victim.kernel().layouts().size("dispq_t");
        for (long list = queue.get("disp_q"); list < queue.get("disp_q_limit"); list += size) {
            long first = victim.at("dispq_t", list).get("dq_first");
            if (first != 0) {
                return first;
            }
        }
        throw new UnsuitableDomainException("runnable thread");
    }
}

package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import java.util.ArrayList;
import java.util.List;

/** A CPU with its dispatch queue. */
public final class Processor {
    /** Priority of an interrupt thread is this and its level. */
    public static final int INTERRUPT_BASE = 159;

    private static final int PRIORITIES = 170;
    private static final int ONLINE = 0x1b;
    private static final int INTERRUPT_STACK = 5 * Frames.PAGE_SIZE;

    private final Kernel kernel;
    private final GuestStruct cpu;
    private final GuestStruct queue;
    private final long queues;
    private final List<KernelThread> runnable = new ArrayList<>();

    /** The first CPU, which has variables for its structures. */
    public Processor(Kernel kernel) {
        this.kernel = kernel;
        this.cpu = kernel.variable("cpu_t", "cpus");
        this.queue = kernel.variable("disp_t", "cpu0_disp");
        this.queues =
                kernel.heap().allocate((long) PRIORITIES * kernel.layouts().size("dispq_t"));
        long actions = kernel.heap().allocate(Math.ceilDiv(PRIORITIES, Long.SIZE) * (long) Long.BYTES);
        queue.set("disp_npri", PRIORITIES)
                .set("disp_q", queues)
                .set(
                        "disp_q_limit",
                        queues + (long) PRIORITIES * kernel.layouts().size("dispq_t"))
                .set("disp_qactmap", actions)
                .set("disp_maxrunpri", -1)
                .set("disp_max_unbound_pri", -1)
                .set("disp_cpu", cpu.va());
        cpu.set("cpu_flags", ONLINE)
                .set("cpu_self", cpu.va())
                .set("cpu_part", kernel.symbols().address("cp_default"))
                .set("cpu_disp", queue.va())
                .set("cpu_intr_stack", interruptStack(kernel));
        for (String link : List.of("next", "prev")) {
            for (String list : List.of("", "_onln", "_part", "_lgrp", "_chip", "_lpl")) {
                cpu.set("cpu_" + link + list, cpu.va());
            }
        }
        kernel.variable("cpupart_t", "cp_default").set("cp_ncpus", 1);
        kernel.space().putLong(kernel.symbols().address("cpu"), cpu.va());
        kernel.set("cpu_list", cpu.va());
        kernel.set("ncpus", 1);
        kernel.set("ncpus_online", 1);
        kernel.set("max_ncpus", 1);
    }

    /** Makes a stack with a page of the CPU's own above it. Returns its top. */
    private static long interruptStack(Kernel kernel) {
        return kernel.heap().allocate(INTERRUPT_STACK + Frames.PAGE_SIZE, Frames.PAGE_SIZE) + INTERRUPT_STACK;
    }

    /** Its structure. */
    public GuestStruct cpu() {
        return cpu;
    }

    /** Address of its dispatch queue, where the queue's lock is. */
    public long queueLock() {
        return queue.va();
    }

    /** The top of the stack that high-level interrupts run on. */
    public long interruptStack() {
        return cpu.get("cpu_intr_stack");
    }

    /** Threads on its queue, in the order in which they came. */
    public List<KernelThread> runnable() {
        return runnable;
    }

    /** Puts a runnable thread at the end of the queue of its priority. */
    public void enqueue(KernelThread thread) {
        runnable.add(thread);
        GuestStruct list = kernel.at(
                "dispq_t", queues + (long) thread.priority() * kernel.layouts().size("dispq_t"));
        long last = list.get("dq_last");
        if (last == 0) {
            list.set("dq_first", thread.va());
        } else {
            kernel.at("kthread_t", last).set("t_link", thread.va());
        }
        long count = runnable.stream()
                .filter(each -> each.priority() == thread.priority())
                .count();
        list.set("dq_last", thread.va()).set("dq_sruncnt", count);
        int highest = runnable.stream().mapToInt(KernelThread::priority).max().orElse(-1);
        queue.set("disp_nrunnable", runnable.size())
                .set("disp_maxrunpri", highest)
                .set("disp_max_unbound_pri", highest);
        long word = queue.get("disp_qactmap") + (long) (thread.priority() / Long.SIZE) * Long.BYTES;
        kernel.space().putLong(word, kernel.space().getLong(word) | (1L << (thread.priority() % Long.SIZE)));
    }
}

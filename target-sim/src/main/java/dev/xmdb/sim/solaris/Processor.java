package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import java.util.List;

/** The structures of a CPU with its dispatch queue. */
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
    private int runnable;
    private int highest = -1;

    private Processor(Kernel kernel, int id, GuestStruct cpu, GuestStruct queue) {
        this.kernel = kernel;
        this.cpu = cpu;
        this.queue = queue;
        this.queues =
                kernel.heap().allocate((long) PRIORITIES * kernel.layouts().size("dispq_t"));
        queue(queue, queues).set("disp_cpu", cpu.va());
        cpu.set("cpu_id", id)
                .set("cpu_seqid", id)
                .set("cpu_flags", ONLINE)
                .set("cpu_self", cpu.va())
                .set("cpu_part", kernel.symbols().address("cp_default"))
                .set("cpu_disp", queue.va())
                .set("cpu_intr_stack", interruptStack(kernel));
        kernel.space().putLong(kernel.symbols().address("cpu") + (long) id * Long.BYTES, cpu.va());
    }

    /** Makes a stack with a page of the CPU's own above it. Returns its top. */
    private static long interruptStack(Kernel kernel) {
        return kernel.heap().allocate(INTERRUPT_STACK + Frames.PAGE_SIZE, Frames.PAGE_SIZE) + INTERRUPT_STACK;
    }

    private GuestStruct queue(GuestStruct made, long priorities) {
        long actions = kernel.heap().allocate(Math.ceilDiv(PRIORITIES, Long.SIZE) * (long) Long.BYTES);
        return made.set("disp_npri", PRIORITIES)
                .set("disp_q", priorities)
                .set(
                        "disp_q_limit",
                        priorities + (long) PRIORITIES * kernel.layouts().size("dispq_t"))
                .set("disp_qactmap", actions)
                .set("disp_maxrunpri", -1)
                .set("disp_max_unbound_pri", -1);
    }

    /** The first CPU, which has variables for its structures. */
    public static Processor first(Kernel kernel) {
        return new Processor(kernel, 0, kernel.variable("cpu_t", "cpus"), kernel.variable("disp_t", "cpu0_disp"));
    }

    /** Another CPU. */
    public static Processor another(Kernel kernel, int id) {
        GuestStruct cpu =
                kernel.at("cpu_t", kernel.heap().allocate(kernel.layouts().size("cpu_t"), 64));
        return new Processor(kernel, id, cpu, kernel.make("disp_t"));
    }

    /** Links the CPUs of a domain, and puts them into its only partition. */
    public static void link(Kernel kernel, List<Processor> all) {
        GuestStruct partition = kernel.variable("cpupart_t", "cp_default");
        for (int index = 0; index < all.size(); index++) {
            GuestStruct cpu = all.get(index).cpu();
            GuestStruct next = all.get((index + 1) % all.size()).cpu();
            for (String list : List.of("", "_onln", "_part", "_lgrp", "_lpl")) {
                cpu.set("cpu_next" + list, next.va());
                next.set("cpu_prev" + list, cpu.va());
            }
            cpu.set("cpu_next_chip", cpu.va()).set("cpu_prev_chip", cpu.va());
        }
        long first = all.getFirst().cpu().va();
        partition
                .set("cp_ncpus", all.size())
                .set("cp_cpulist", first)
                .set("cp_next", partition.va())
                .set("cp_prev", partition.va());
        all.getFirst()
                .queue(
                        kernel.at("disp_t", partition.address("cp_kp_queue")),
                        kernel.heap()
                                .allocate((long) PRIORITIES * kernel.layouts().size("dispq_t")));
        kernel.set("cp_list_head", partition.va());
        kernel.set("cpu_list", first);
        kernel.set("ncpus", all.size());
        kernel.set("ncpus_online", all.size());
        kernel.set("max_ncpus", all.size());
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

    /** Puts a runnable thread at the end of the queue of a priority. */
    public void enqueue(GuestStruct thread, int priority) {
        GuestStruct list =
                kernel.at("dispq_t", queues + (long) priority * kernel.layouts().size("dispq_t"));
        long last = list.get("dq_last");
        if (last == 0) {
            list.set("dq_first", thread.va());
        } else {
            kernel.at("kthread_t", last).set("t_link", thread.va());
        }
        long count = list.get("dq_sruncnt") & 0xffff_ffffL;
        list.set("dq_last", thread.va()).set("dq_sruncnt", count + 1);
        highest = Math.max(highest, priority);
        runnable++;
        queue.set("disp_nrunnable", runnable).set("disp_maxrunpri", highest).set("disp_max_unbound_pri", highest);
        long word = queue.get("disp_qactmap") + (long) (priority / Long.SIZE) * Long.BYTES;
        kernel.space().putLong(word, kernel.space().getLong(word) | (1L << (priority % Long.SIZE)));
    }
}

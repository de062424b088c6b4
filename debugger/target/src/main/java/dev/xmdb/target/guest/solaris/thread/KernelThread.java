package dev.xmdb.target.guest.solaris.thread;

import dev.xmdb.target.types.StructView;

/**
 * A thread's {@code kthread_t}. Members are read when they are asked for; every method throws
 * {@link dev.xmdb.target.memory.MemoryFaultException} when they are not in memory.
 *
 * @param view the structure
 */
public record KernelThread(StructView view) {
    /** T_INTR_THREAD: it handles interrupts. */
    public static final int INTERRUPT = 1;
    /** T_PANIC: it panicked. */
    public static final int PANIC = 0x800;
    /** TS_LOAD: its stack is in memory. */
    public static final int LOADED = 1;

    /** Where it is. */
    public long address() {
        return view.address();
    }

    /** The value of its state; see {@link ThreadState}. */
    public long state() {
        return view.number("t_state");
    }

    /** Whether it is in a state. */
    public boolean is(ThreadState state) {
        return state() == state.value();
    }

    /** Its flags. */
    public long flags() {
        return view.number("t_flag");
    }

    /** Its flags that belong to its process. */
    public long processFlags() {
        return view.number("t_proc_flag");
    }

    /** Its flags that belong to the scheduler. */
    public long scheduleFlags() {
        return view.number("t_schedflag");
    }

    /** Its priority. */
    public long priority() {
        return view.number("t_pri");
    }

    /** The priority that it inherited; 0 for none. */
    public long inheritedPriority() {
        return view.number("t_epri");
    }

    /** The priority with which it is served. */
    public long effectivePriority() {
        long inherited = inheritedPriority();
        return inherited != 0 ? inherited : priority();
    }

    /** The interrupt level that it handles. */
    public long interruptLevel() {
        return view.number("t_pil");
    }

    /** Address of the thread that it interrupted; 0 when it interrupted none. */
    public long interrupted() {
        return view.number("t_intr");
    }

    /** Address of its process. */
    public long process() {
        return view.number("t_procp");
    }

    /** Address of its lightweight process; 0 when it has none. */
    public long lwp() {
        return view.number("t_lwp");
    }

    /** Address of its credentials. */
    public long credentials() {
        return view.number("t_cred");
    }

    /** Its number in its process; 0 for a thread that the kernel started for itself. */
    public long id() {
        return view.number("t_tid");
    }

    /** The number of its scheduling class. */
    public long schedulingClass() {
        return view.number("t_cid");
    }

    /** Address of the taskq that it works for; 0 when it works for none. */
    public long taskq() {
        return view.number("t_taskq");
    }

    /** Address of the function that it began with; 0 when that is not recorded. */
    public long startPc() {
        return view.number("t_startpc");
    }

    /** What it sleeps on; 0 for nothing. */
    public long waitChannel() {
        return view.number("t_lwpchan.lc_wchan");
    }

    /** Address of the operations of what it sleeps on; 0 for nothing. */
    public long syncOperations() {
        return view.number("t_sobj_ops");
    }

    /** Address of its turnstile. */
    public long turnstile() {
        return view.number("t_ts");
    }

    /** Address of the queue that it stands in while it sleeps; 0 for none. */
    public long sleepQueue() {
        return view.number("t_sleepq");
    }

    /** Address of the turnstiles through which it inherits priority. */
    public long inheritedFrom() {
        return view.number("t_prioinv");
    }

    /** Address of its queued signals. */
    public long signalQueue() {
        return view.number("t_sigqueue");
    }

    /** The set of its pending signals. */
    public long pendingSignals() {
        return view.number("t_sig");
    }

    /** The set of signals that it holds back. */
    public long heldSignals() {
        return view.number("t_hold");
    }

    /** When it was last put on a dispatch queue, in ticks since boot. */
    public long dispatchTime() {
        return view.number("t_disp_time");
    }

    /** The number of the CPU that it is bound to; -1 for none. */
    public long boundTo() {
        return view.number("t_bind_cpu");
    }

    /** Address of the CPU that it was bound to by the kernel; 0 for none. */
    public long boundCpu() {
        return view.number("t_bound_cpu");
    }

    /** Address of the CPU that it runs on or ran on last. */
    public long cpu() {
        return view.number("t_cpu");
    }

    /** How often its preemption was forbidden. */
    public long preemptionForbidden() {
        return view.number("t_preempt");
    }

    /** Where it goes on when it gets a CPU. */
    public long savedPc() {
        return savedRegister(0);
    }

    /** Where its stack began when it gave up its CPU: a frame pointer. */
    public long savedSp() {
        return savedRegister(1);
    }

    private long savedRegister(int index) {
        return view.memory()
                .readWord(view.addressOf("t_pcb") + (long) index * view.memory().wordSize());
    }

    /** The highest address of its stack. */
    public long stackTop() {
        return view.number("t_stk");
    }

    /** The lowest address of its stack. */
    public long stackBase() {
        return view.number("t_stkbase");
    }

    /** Address of its thread-specific data; 0 for none. */
    public long specificData() {
        return view.number("t_tsd");
    }

    /** Address of the next thread of its process, or of a list of ended threads. */
    public long next() {
        return view.number("t_forw");
    }
}

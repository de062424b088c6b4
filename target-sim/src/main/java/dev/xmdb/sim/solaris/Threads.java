package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.PageFlags;
import dev.xmdb.sim.solaris.vmem.Vmem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes threads: structure, stack, and their place on the list of all threads. */
public final class Threads {
    /** A thread is an interrupt thread. */
    public static final int INTERRUPT = 1;

    private static final int STACK_PAGES = 5;
    private static final long STACK_SIZE = (long) STACK_PAGES * Frames.PAGE_SIZE;
    private static final long STACK_STRIDE = STACK_SIZE + Frames.PAGE_SIZE;
    private static final long FIRST_STACK = 0xffffff0002000000L;
    private static final int LOADED = 1 | 2;
    private static final int SYSTEM_PRIORITY = 60;

    private final Kernel kernel;
    private final List<KernelThread> all = new ArrayList<>();
    private long identity = 1;

    /** For threads of {@code kernel}. */
    public Threads(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Every thread, in the order of the kernel's list. */
    public List<KernelThread> all() {
        return all;
    }

    /** The lowest address of a fresh stack's thread structure at its top: where the next kernel thread will be. */
    public long nextKernelThread() {
        return stack() - kernel.layouts().size("kthread_t");
    }

    /** Gets a fresh stack, with a page without memory below it. Returns its top. */
    private long stack() {
        return stacks().allocate(
                                STACK_STRIDE,
                                Frames.PAGE_SIZE,
                                FIRST_STACK,
                                kernel.kmem().at("segkp", true))
                + STACK_STRIDE;
    }

    private Vmem stacks() {
        return kernel.kmem().arenas().named("segkp");
    }

    /** A function that a thread waits in, and what for. */
    public record Wait(String operations, long channel) {}

    /**
     * Makes a kernel thread whose structure is at the top of its own stack.
     *
     * @param va address of its structure; {@link #nextKernelThread} hands them out
     * @param start its first function
     * @param calls what it called
     * @param wait what it waits for, or null
     */
    public KernelThread kernelThread(
            long va,
            GuestProcess owner,
            ThreadState state,
            int flags,
            int priority,
            String start,
            @Nullable Wait wait,
            Consumer<StackBuilder> calls) {
        long top = va + kernel.layouts().size("kthread_t");
        back(top);
        GuestStruct kthread = kernel.at("kthread_t", va);
        stackOf(kthread, va, top - STACK_SIZE);
        StackBuilder stack = StackBuilder.ofKernelThread(kernel, va);
        calls.accept(stack);
        kthread.set("t_startpc", start.isEmpty() ? 0 : kernel.symbols().address(start));
        return finish(kthread, owner, start, state, flags, priority, wait, stack);
    }

    /** Makes a thread of a process, in a system call. */
    public KernelThread processThread(
            GuestProcess owner,
            ThreadState state,
            int priority,
            int lwpId,
            @Nullable Wait wait,
            Consumer<StackBuilder> calls) {
        long stackTop = stack();
        back(stackTop);
        long registers = (stackTop - kernel.layouts().size("struct regs")) & -16;
        userRegisters(registers);
        GuestStruct kthread = kernel.make("kthread_t");
        GuestStruct lwp = kernel.make("klwp_t")
                .set("lwp_thread", kthread.va())
                .set("lwp_procp", owner.proc().va());
        kernel.joinedBy(kthread.va());
        stackOf(kthread, registers, stackTop - STACK_SIZE);
        kthread.set("t_lwp", lwp.va()).set("t_tid", lwpId).set("t_cid", 1);
        StackBuilder stack = StackBuilder.ofSystemCall(kernel, registers);
        calls.accept(stack);
        return finish(kthread, owner, owner.command(), state, 0, priority, wait, stack);
    }

    /** Makes the kernel's first thread, which has variables for its structure and stack. */
    public KernelThread first(GuestProcess owner, Wait wait, Consumer<StackBuilder> calls) {
        GuestStruct kthread = kernel.variable("kthread_t", "t0");
        Symbol memory = kernel.symbols().find("t0stack");
        long top = (memory.va() + memory.size()) & -16;
        stackOf(kthread, top, memory.va());
        long lwp = kernel.symbols().address("lwp0");
        kernel.at("klwp_t", lwp)
                .set("lwp_thread", kthread.va())
                .set("lwp_procp", owner.proc().va());
        kthread.set("t_lwp", lwp).set("t_tid", 1);
        StackBuilder stack = StackBuilder.ofKernelThread(kernel, top);
        calls.accept(stack);
        return finish(kthread, owner, "sched", ThreadState.SLEEP, 0, 96, wait, stack);
    }

    /** Makes an interrupt thread that waits for its next interrupt. */
    public KernelThread freeInterruptThread(long va, GuestProcess owner, long cpu) {
        long top = va + kernel.layouts().size("kthread_t");
        back(top);
        GuestStruct kthread = kernel.at("kthread_t", va);
        stackOf(kthread, va, top - STACK_SIZE);
        KernelThread thread =
                new KernelThread(kthread, owner, "", ThreadState.FREE, INTERRUPT, SYSTEM_PRIORITY, List.of(), null);
        write(thread);
        kthread.set("t_bound_cpu", cpu).set("t_cpu", cpu);
        return thread;
    }

    /** Says which taskq a thread works for. */
    public void worksFor(KernelThread thread, long taskq, String name) {
        thread.kthread().set("t_taskq", taskq);
        int index = all.indexOf(thread);
        all.set(
                index,
                new KernelThread(
                        thread.kthread(),
                        thread.owner(),
                        thread.start(),
                        thread.state(),
                        thread.flags(),
                        thread.priority(),
                        thread.stack(),
                        name));
    }

    private KernelThread finish(
            GuestStruct kthread,
            GuestProcess owner,
            String start,
            ThreadState state,
            int flags,
            int priority,
            @Nullable Wait wait,
            StackBuilder stack) {
        if (stack.isSwitchedOut()) {
            kthread.set("t_pcb.val", 0, stack.returnAddress("resume"))
                    .set("t_pcb.val", 1, stack.framePointer())
                    .set("t_pcb.val", 2, stack.framePointer());
        }
        if (wait != null) {
            kthread.set("t_lwpchan.lc_wchan", wait.channel())
                    .set("t_sobj_ops", kernel.symbols().address(wait.operations()));
        }
        kthread.set("t_cpu", kernel.symbols().address("cpus"));
        KernelThread thread = new KernelThread(kthread, owner, start, state, flags, priority, stack.shown(), null);
        write(thread);
        return thread;
    }

    private void write(KernelThread thread) {
        thread.kthread()
                .set("t_state", thread.state().value())
                .set("t_flag", thread.flags())
                .set("t_pri", thread.priority())
                .set("t_schedflag", LOADED)
                .set("t_procp", thread.owner().proc().va())
                .set("t_cred", thread.owner().proc().get("p_cred"))
                .set("t_did", identity++)
                .set("t_bind_cpu", -1)
                .set("t_bind_pset", -1)
                .set("t_cpupart", kernel.symbols().address("cp_default"))
                .set("t_disp_queue", kernel.symbols().address("cpu0_disp"));
        all.add(thread);
    }

    private void stackOf(GuestStruct kthread, long top, long base) {
        kthread.set("t_stk", top).set("t_stkbase", base).set("t_swap", base);
    }

    private void back(long top) {
        if (!stacks().isAllocated(top - STACK_STRIDE)) {
            stacks().allocateAt(top - STACK_STRIDE, STACK_STRIDE, kernel.kmem().at("segkp", true));
        }
        kernel.space().back(top - STACK_SIZE, STACK_SIZE, PageFlags.WRITABLE | PageFlags.DIRTY | PageFlags.NO_EXECUTE);
    }

    private void userRegisters(long va) {
        kernel.at("struct regs", va)
                .set("r_rip", 0xfee00000L + kernel.random().nextInt(1 << 16))
                .set("r_rsp", 0x8047000L + kernel.random().nextInt(1 << 8) * 8L)
                .set("r_cs", 0xe023)
                .set("r_ss", 0xe02b)
                .set("r_rfl", 0x282);
    }

    /** Links the list of all threads, and the list of each process'. */
    public void link() {
        for (int index = 0; index < all.size(); index++) {
            GuestStruct next = all.get((index + 1) % all.size()).kthread();
            all.get(index).kthread().set("t_next", next.va());
            next.set("t_prev", all.get(index).va());
        }
        kernel.set("allthreads", all.getFirst().va());
        kernel.set("nthread", all.size());
        all.stream().map(KernelThread::owner).distinct().forEach(this::linkProcess);
    }

    private void linkProcess(GuestProcess owner) {
        List<GuestStruct> own = all.stream()
                .filter(each -> each.owner().equals(owner) && each.state() != ThreadState.FREE)
                .map(KernelThread::kthread)
                .toList();
        for (int index = 0; index < own.size(); index++) {
            GuestStruct next = own.get((index + 1) % own.size());
            own.get(index).set("t_forw", next.va());
            next.set("t_back", own.get(index).va());
        }
        owner.proc().set("p_tlist", own.getFirst().va()).set("p_lwpcnt", own.size());
    }
}

package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.PageFlags;
import dev.xmdb.sim.solaris.vmem.Vmem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes threads: room for structure and stack first, what is in them when the kernel stands still. */
public final class Threads {
    /** A thread is an interrupt thread. */
    public static final int INTERRUPT = 1;

    private static final int STACK_PAGES = 5;
    private static final long STACK_SIZE = (long) STACK_PAGES * Frames.PAGE_SIZE;
    private static final long STACK_STRIDE = STACK_SIZE + Frames.PAGE_SIZE;
    private static final long FIRST_STACK = 0xffffff0002000000L;
    private static final int LOADED = 1 | 2;

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

    /** What a thread waits for: the name of the operations of that kind of object, and the object's address. */
    public record Wait(String operations, long channel) {}

    /**
     * Room for a thread.
     *
     * @param kthread its structure
     * @param top where its stack begins: {@code t_stk}
     * @param base the stack's lowest address
     * @param inSystemCall whether a process entered the kernel on this stack
     */
    public record Place(GuestStruct kthread, long top, long base, boolean inSystemCall) {
        /** Address of the structure. */
        public long va() {
            return kthread.va();
        }
    }

    /** Room for a kernel thread, its structure at the top of its own stack. */
    public Place kernelThread() {
        return kernelThread(fresh() - kernel.layouts().size("kthread_t"));
    }

    /** Room for a kernel thread whose structure is at {@code va}. */
    public Place kernelThread(long va) {
        long top = va + kernel.layouts().size("kthread_t");
        back(top);
        return place(kernel.at("kthread_t", va), va, top - STACK_SIZE, false);
    }

    /** Room for a thread of a process. */
    public Place processThread(GuestProcess owner, int lwpId) {
        long stackTop = fresh();
        back(stackTop);
        long registers = (stackTop - kernel.layouts().size("struct regs")) & -16;
        userRegisters(registers);
        GuestStruct kthread = kernel.make("kthread_t");
        GuestStruct lwp = kernel.make("klwp_t")
                .set("lwp_thread", kthread.va())
                .set("lwp_procp", owner.proc().va());
        kernel.joinedBy(kthread.va());
        kthread.set("t_lwp", lwp.va()).set("t_tid", lwpId).set("t_cid", 1);
        return place(kthread, registers, stackTop - STACK_SIZE, true);
    }

    /** Room for the kernel's first thread, which has variables for its structure and stack. */
    public Place first(GuestProcess owner) {
        GuestStruct kthread = kernel.variable("kthread_t", "t0");
        Symbol memory = kernel.symbols().find("t0stack");
        long lwp = kernel.symbols().address("lwp0");
        kernel.at("klwp_t", lwp)
                .set("lwp_thread", kthread.va())
                .set("lwp_procp", owner.proc().va());
        kthread.set("t_lwp", lwp).set("t_tid", 1);
        return place(kthread, (memory.va() + memory.size()) & -16, memory.va(), false);
    }

    private Place place(GuestStruct kthread, long top, long base, boolean inSystemCall) {
        kthread.set("t_stk", top)
                .set("t_stkbase", base)
                .set("t_swap", base)
                .set("t_did", identity++)
                .set("t_bind_cpu", -1)
                .set("t_bind_pset", -1)
                .set("t_cpupart", kernel.symbols().address("cp_default"))
                .set("t_schedflag", LOADED);
        return new Place(kthread, top, base, inSystemCall);
    }

    /** Begins the stack that is in a place. */
    public StackBuilder stack(Place place) {
        return place.inSystemCall()
                ? StackBuilder.ofSystemCall(kernel, place.top())
                : StackBuilder.ofKernelThread(kernel, place.top());
    }

    /**
     * Writes a thread.
     *
     * @param stack what it called, or null when nothing is on its stack
     */
    public void add(KernelThread thread, @Nullable StackBuilder stack) {
        GuestStruct kthread = thread.kthread();
        if (stack != null && stack.isSwitchedOut()) {
            kthread.set("t_pcb.val", 0, stack.returnAddress("resume"))
                    .set("t_pcb.val", 1, stack.framePointer())
                    .set("t_pcb.val", 2, stack.framePointer());
        }
        if (stack != null && stack.callers().isEmpty()) {
            kthread.set("t_pcb.val", 0, stack.start()).set("t_pcb.val", 1, stack.stackPointer());
        }
        Wait wait = thread.waitsFor();
        if (wait != null) {
            kthread.set("t_lwpchan.lc_wchan", wait.channel())
                    .set("t_sobj_ops", kernel.symbols().address(wait.operations()));
        }
        boolean startless = thread.start().isEmpty() || kthread.get("t_lwp") != 0;
        kthread.set("t_startpc", startless ? 0 : kernel.symbols().address(thread.start()))
                .set("t_state", thread.state().value())
                .set("t_flag", thread.flags())
                .set("t_pri", thread.priority())
                .set("t_procp", thread.owner().proc().va())
                .set("t_cred", thread.owner().proc().get("p_cred"))
                .set("t_ts", thread.turnstile());
        all.add(thread);
    }

    /** Gets a fresh stack, with a page without memory below it. Returns its top. */
    private long fresh() {
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
                .set("r_cs", kernel.virtualisation().userCode())
                .set("r_ss", kernel.virtualisation().userData())
                .set("r_rfl", 0x282);
    }

    /** Links the list of all threads, and the list of each process'. */
    public void link() {
        Map<Long, List<KernelThread>> owned = new LinkedHashMap<>();
        for (int index = 0; index < all.size(); index++) {
            KernelThread thread = all.get(index);
            GuestStruct next = all.get((index + 1) % all.size()).kthread();
            thread.kthread().set("t_next", next.va());
            next.set("t_prev", thread.va());
            if (thread.state() != ThreadState.FREE && thread.state() != ThreadState.ZOMB) {
                owned.computeIfAbsent(thread.owner().proc().va(), key -> new ArrayList<>())
                        .add(thread);
            }
        }
        kernel.set("allthreads", all.getFirst().va());
        kernel.set("nthread", all.size());
        owned.values().forEach(Threads::linkProcess);
    }

    private static void linkProcess(List<KernelThread> own) {
        for (int index = 0; index < own.size(); index++) {
            GuestStruct next = own.get((index + 1) % own.size()).kthread();
            own.get(index).kthread().set("t_forw", next.va());
            next.set("t_back", own.get(index).va());
        }
        own.getFirst().owner().proc().set("p_tlist", own.getFirst().va()).set("p_lwpcnt", own.size());
    }
}

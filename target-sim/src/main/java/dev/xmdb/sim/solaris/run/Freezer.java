package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.KernelThread;
import dev.xmdb.sim.solaris.StackBuilder;
import dev.xmdb.sim.solaris.Threads;
import dev.xmdb.sim.solaris.Threads.Wait;
import dev.xmdb.sim.solaris.run.Interruption.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the simulated kernel, as it stands, into the domain's memory. */
public final class Freezer {
    private static final List<Frame> IDLING = List.of(
            Frame.of("cpu_idle"),
            Frame.of("mach_cpu_idle"),
            Frame.of("HYPERVISOR_block"),
            Frame.of("HYPERVISOR_sched_op"));

    private final Simulation simulation;
    private final Kernel kernel;
    private final Threads threads;
    private final TimerWriter timers;
    private final Map<SimThread, StackBuilder> stacks = new HashMap<>();
    private final Map<Long, Long> interrupted = new HashMap<>();
    private final List<StackBuilder> live = new ArrayList<>();

    /** For a simulation whose threads are to be written to {@code threads}. */
    public Freezer(Simulation simulation, Threads threads) {
        this.simulation = simulation;
        this.kernel = simulation.kernel();
        this.threads = threads;
        this.timers = new TimerWriter(simulation);
    }

    /** Writes everything. */
    public void freeze() {
        simulation.cpus().forEach(this::live);
        simulation.threads().forEach(this::thread);
        new SyncWriter(simulation).write();
        simulation.cpus().forEach(this::cpu);
        TaskqWriter.write(simulation);
        timers.write();
        kernel.set("lbolt", simulation.tick());
        kernel.set("lbolt64", simulation.tick());
    }

    /** Every callout that was written. */
    public List<TimerWriter.WrittenCallout> callouts() {
        return timers.callouts();
    }

    /** Every cyclic that was written. */
    public List<TimerWriter.WrittenCyclic> cyclics() {
        return timers.cyclics();
    }

    /** The stacks that the CPUs stand on, by the numbers of the CPUs. */
    public List<StackBuilder> live() {
        return live;
    }

    /** Builds the chain of stacks that a CPU is on: that of its thread, and those of the interrupts over it. */
    private void live(Cpu cpu) {
        SimThread running = cpu.thread();
        SimThread base = running == null ? cpu.idle() : running;
        StackBuilder stack = threads.stack(base.place());
        base.execution().frames().forEach(frame -> call(stack, frame));
        if (running == null) {
            IDLING.forEach(frame -> call(stack, frame));
        }
        long over = base.va();
        boolean onInterruptStack = false;
        for (Interruption each : cpu.interruptions()) {
            long registers = stack.interrupt();
            interrupted.putIfAbsent(over, registers);
            long trace = kernel.symbols().address("trap_tr0") + each.trace();
            stack.call("xen_callback_handler", registers, trace).call("do_interrupt", registers, trace);
            if (each.kind() == Kind.SOFT) {
                stack.call("dosoftint", registers);
            }
            SimThread server = each.thread();
            over = server == null ? over : server.va();
            // An interrupt over one that is on the interrupt stack already stays on it.
            if (server != null || !onInterruptStack) {
                stack.call("switch_sp_and_call")
                        .switchTo(server == null ? cpu.processor().interruptStack() : server.va());
            }
            onInterruptStack = server == null;
            each.execution().frames().forEach(frame -> call(stack, frame));
        }
        interrupted.putIfAbsent(over, stack.framePointer());
        stacks.put(base, stack);
        live.add(stack);
    }

    private static void call(StackBuilder stack, Frame frame) {
        if (frame.equals(Frame.INTERRUPTED)) {
            stack.interrupt();
        } else {
            stack.call(frame.function(), frame.values());
        }
    }

    private void thread(SimThread thread) {
        StackBuilder stack = stacks.get(thread);
        if (stack == null && !thread.isInterrupt()) {
            stack = threads.stack(thread.place());
            boolean idle = isIdleThread(thread);
            // A thread that never had a CPU has nothing on its stack yet.
            if (idle || thread.execution().isBlocked()) {
                for (Frame frame : thread.execution().frames()) {
                    call(stack, frame);
                }
            }
            if (idle) {
                stack.call("swtch");
            }
        }
        SyncObject object = thread.waitsFor();
        Taskq taskq = thread.taskq();
        threads.add(
                new KernelThread(
                        thread.place().kthread(),
                        thread.owner(),
                        thread.start(),
                        thread.state(),
                        thread.isInterrupt() ? Threads.INTERRUPT : 0,
                        thread.priority(),
                        stack == null ? List.of() : stack.shown(),
                        taskq == null ? null : taskq.name(),
                        object == null ? null : new Wait(object.operations(), object.va()),
                        thread.turnstile()),
                stack);
        GuestStruct kthread = thread.place()
                .kthread()
                .set("t_epri", thread.inherited())
                .set("t_disp_time", thread.dispatched())
                .set("t_taskq", taskq == null ? 0 : taskq.structure().va());
        Long sp = interrupted.get(thread.va());
        if (sp != null) {
            kthread.set("t_pcb.val", 1, sp).set("t_pcb.val", 2, sp);
        }
        place(thread, kthread);
    }

    private boolean isIdleThread(SimThread thread) {
        Cpu cpu = thread.cpu();
        return cpu != null && cpu.idle().equals(thread);
    }

    private void place(SimThread thread, GuestStruct kthread) {
        Cpu cpu = home(thread);
        kthread.set("t_cpu", cpu.processor().cpu().va())
                .set("t_disp_queue", cpu.processor().queueLock());
        switch (thread.state()) {
            case ONPROC -> kthread.set("t_lockp", cpu.processor().cpu().address("cpu_thread_lock"));
            case RUN -> kthread.set("t_lockp", cpu.processor().queueLock());
            case STOPPED ->
                kthread.set("t_lockp", kernel.symbols().address("stop_lock"))
                        .set("t_whystop", 5)
                        .set("t_whatstop", 24);
            case FREE, ZOMB -> kthread.set("t_lockp", kernel.symbols().address("transition_lock"));
            case SLEEP -> {}
        }
        if (thread.isInterrupt() || isIdleThread(thread)) {
            kthread.set("t_bound_cpu", cpu.processor().cpu().va());
        }
    }

    private Cpu home(SimThread thread) {
        Cpu cpu = thread.cpu();
        return cpu == null ? simulation.cpus().getFirst() : cpu;
    }

    private void cpu(Cpu cpu) {
        SimThread running = cpu.thread();
        SimThread base = running == null ? cpu.idle() : running;
        SimThread top = base;
        long active = 0;
        for (Interruption each : cpu.interruptions()) {
            active |= 1L << each.level();
            SimThread server = each.thread();
            if (server != null) {
                server.place().kthread().set("t_intr", top.va()).set("t_pil", each.level());
                top = server;
            }
        }
        cpu.processor()
                .cpu()
                .set("cpu_idle_thread", cpu.idle().va())
                .set("cpu_thread", top.va())
                .set("cpu_lwp", top.place().kthread().get("t_lwp"))
                .set("cpu_dispthread", base.va())
                .set("cpu_dispatch_pri", base.effectivePriority())
                .set("cpu_last_swtch", cpu.lastSwitch())
                .set("cpu_intr_actv", active)
                .set("cpu_base_spl", cpu.baseLevel())
                .set("cpu_runrun", cpu.wantsSwitch() ? 1 : 0)
                .set("cpu_kprunrun", cpu.wantsKernelSwitch() ? 1 : 0);
        cpu.runnable().forEach(each -> cpu.processor().enqueue(each.place().kthread(), each.effectivePriority()));
        link(cpu.processor().cpu().address("cpu_intr_thread"), List.copyOf(cpu.pool()), "t_link");
    }

    private void link(long head, List<SimThread> list, String member) {
        long at = head;
        for (SimThread each : list) {
            kernel.space().putLong(at, each.va());
            at = each.place().kthread().address(member);
        }
    }

    /** The thread that a CPU is in: an interrupt thread, or that under all interrupts. */
    public static SimThread current(Cpu cpu) {
        SimThread running = cpu.thread();
        SimThread top = running == null ? cpu.idle() : running;
        for (Interruption each : cpu.interruptions()) {
            SimThread server = each.thread();
            top = server == null ? top : server;
        }
        return top;
    }
}

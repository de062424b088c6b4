package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.Processor;
import dev.xmdb.sim.solaris.ThreadState;
import dev.xmdb.sim.solaris.run.Interruption.Kind;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets events interrupt CPUs, one over the other. */
public final class Interrupts {
    /** Interrupts above this level run on the CPU's interrupt stack. */
    private static final int LOCK_LEVEL = 10;

    private static final int SOFT_LEVEL = 10;
    private static final int TRACE_RECORDS = 0x1000 / 0x10 - 0x20;

    private final Simulation simulation;

    Interrupts(Simulation simulation) {
        this.simulation = simulation;
    }

    /**
     * A device whose events interrupt a CPU.
     *
     * @param level priority level
     * @param handler the function that takes the interrupt
     * @param body what that does, each time
     */
    public Device device(int channel, int irq, int level, Frame handler, Supplier<List<Step>> body, Cpu cpu) {
        Device device = new Device(channel, irq, level, handler, body, cpu);
        cpu.devices().add(device);
        return device;
    }

    /** Sends an event to the domain. */
    public void raise(Device device) {
        device.pending(true);
        if (!device.cpu().isStopped() && deliver(device.cpu())) {
            simulation.interpreter().go(device.cpu());
        }
    }

    /** Lets the most urgent of the waiting events interrupt a CPU. Returns whether there was one that may. */
    private boolean deliver(Cpu cpu) {
        Device first = null;
        for (Device device : cpu.devices()) {
            boolean waits = device.pending() && !device.masked() && device.level() > cpu.level();
            if (waits && (first == null || device.level() > first.level())) {
                first = device;
            }
        }
        boolean soft = cpu.softPending() && SOFT_LEVEL > cpu.level();
        if (first == null || (soft && first.level() <= SOFT_LEVEL)) {
            return soft && soft(cpu);
        }
        SimThread server = first.level() > LOCK_LEVEL ? null : cpu.pool().poll();
        if (server == null && first.level() <= LOCK_LEVEL) {
            return false;
        }
        first.pending(false);
        Execution handler = Execution.of(
                Frame.of("dispatch_hilevel", first.irq(), 0),
                List.of(new Step.Call(
                        Frame.of("av_dispatch_autovect", first.irq()),
                        List.of(new Step.Call(first.handler(), first.body())))),
                false);
        Kind kind = server == null ? Kind.HIGH : Kind.THREAD;
        begin(cpu, kind, first.level(), first.irq(), trace(), server, handler);
        return true;
    }

    private boolean soft(Cpu cpu) {
        SimThread server = cpu.pool().poll();
        if (server == null) {
            return false;
        }
        cpu.softPending(false);
        Execution handler = Execution.of(
                Frame.of("dispatch_softint", cpu.level(), 0),
                List.of(new Step.Call(
                        Frame.of("av_dispatch_softvect", SOFT_LEVEL),
                        simulation.clock().softBody(cpu))),
                false);
        begin(cpu, Kind.SOFT, SOFT_LEVEL, 0, trace(), server, handler);
        return true;
    }

    private long trace() {
        return 0x10L * simulation.kernel().random().nextInt(TRACE_RECORDS) + 8;
    }

    private void begin(
            Cpu cpu, Kind kind, int level, int irq, long trace, @Nullable SimThread server, Execution handler) {
        Execution interrupted = cpu.execution();
        if (interrupted != null) {
            interrupted.pause(simulation.now());
        }
        cpu.renew();
        if (server != null) {
            server.state(ThreadState.ONPROC);
            server.priority(Processor.INTERRUPT_BASE + level);
        }
        cpu.interruptions().add(new Interruption(kind, level, irq, server, handler, trace, cpu.level()));
    }

    /**
     * Returns from the latest interrupt, or ends a thread that has nothing more to do.
     *
     * @return whether the CPU has nothing more to do
     */
    boolean finish(Cpu cpu) {
        if (cpu.interruptions().isEmpty()) {
            throw new IllegalStateException("the program of " + cpu.thread() + " is over");
        }
        SimThread server = cpu.interruptions().removeLast().thread();
        if (server != null) {
            server.state(ThreadState.FREE);
            server.priority(-1);
            cpu.pool().push(server);
        }
        if (!deliver(cpu) && cpu.interruptions().isEmpty()) {
            preempt(cpu);
        }
        return false;
    }

    private void preempt(Cpu cpu) {
        SimThread thread = cpu.thread();
        if (thread != null
                && cpu.wantsKernelSwitch()
                && simulation.scheduler().shouldYield(cpu, thread)
                && thread.execution().current() instanceof Step.Work) {
            simulation
                    .scheduler()
                    .preempt(
                            cpu,
                            thread,
                            Frame.INTERRUPTED,
                            Frame.of("kpreempt", -1),
                            Frame.of("preempt"),
                            Frame.SWITCH);
        }
    }

    /**
     * Begins an interrupt.
     *
     * @param irq its number; 0 for a soft one
     * @param trace where in the trap trace buffer its record is
     * @param server the interrupt thread that serves it, or null for one on the CPU's interrupt stack
     * @param calls the functions that serve it, outermost first; the innermost one computes for ever
     */
    public void endless(Cpu cpu, int level, int irq, long trace, @Nullable SimThread server, List<Frame> calls) {
        List<Step> steps = List.of(new Step.Work(Integer.MAX_VALUE));
        for (Frame frame : calls.subList(1, calls.size()).reversed()) {
            steps = List.of(new Step.Call(frame, steps));
        }
        if (server != null) {
            cpu.pool().remove(server);
        }
        Kind kind = server == null ? Kind.HIGH : irq == 0 ? Kind.SOFT : Kind.THREAD;
        begin(cpu, kind, level, irq, trace, server, Execution.of(calls.getFirst(), steps, false));
        simulation.interpreter().go(cpu);
    }
}

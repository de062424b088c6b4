package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.ThreadState;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Decides which thread runs where, and wakes those that wait. */
final class Scheduler {
    private static final int LOWEST_REAL_TIME = 100;
    private static final int HIGHEST_TIME_SHARING = 59;
    private static final int AFTER_SLEEP = 10;
    private static final int AFTER_QUANTUM = 10;
    private static final int SHORTEST_QUANTUM = 4;
    private static final int LONGEST_QUANTUM = 20;
    private static final int PRIORITIES_PER_QUANTUM = 3;

    private final Simulation simulation;

    Scheduler(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Wakes whoever has waited longest among those of the highest priority. */
    void wakeOne(SyncObject object) {
        SimThread first = null;
        for (SimThread waiter : object.waiters()) {
            if (first == null || waiter.effectivePriority() > first.effectivePriority()) {
                first = waiter;
            }
        }
        if (first != null) {
            wake(first);
        }
    }

    void wake(SimThread thread) {
        SyncObject object = thread.waitsFor();
        switch (object) {
            case Lock lock -> lock.leave(thread);
            case null -> {}
            default -> object.waiters().remove(thread);
        }
        thread.waitsFor(null);
        Callout timeout = thread.timeout();
        if (timeout != null) {
            simulation.clock().cancel(timeout);
            thread.timeout(null);
        }
        if (isTimeSharing(thread)) {
            thread.priority(Math.min(HIGHEST_TIME_SHARING, thread.priority() + AFTER_SLEEP));
        }
        makeRunnable(thread);
    }

    private static boolean isTimeSharing(SimThread thread) {
        return thread.priority() <= HIGHEST_TIME_SHARING && thread.place().inSystemCall();
    }

    /** Puts a thread on the queue of the CPU that suits it. */
    void makeRunnable(SimThread thread) {
        thread.state(ThreadState.RUN);
        enqueue(thread, choose(thread), false);
    }

    private void enqueue(SimThread thread, Cpu cpu, boolean first) {
        thread.cpu(cpu);
        thread.dispatched(simulation.tick());
        cpu.enqueue(thread, first);
        SimThread running = cpu.thread();
        if (running != null && thread.effectivePriority() > running.effectivePriority()) {
            cpu.wantsSwitch(true);
            cpu.wantsKernelSwitch(cpu.wantsKernelSwitch() || thread.effectivePriority() >= LOWEST_REAL_TIME);
        }
        if (cpu.isIdle()) {
            simulation.at(simulation.now(), () -> simulation.interpreter().go(cpu));
        }
    }

    private Cpu choose(SimThread thread) {
        Cpu last = thread.cpu();
        if (last != null && last.isIdle()) {
            return last;
        }
        for (Cpu cpu : simulation.cpus()) {
            if (cpu.isIdle() && cpu.next() == null) {
                return cpu;
            }
        }
        return last != null && !last.isStopped() ? last : shortest();
    }

    private Cpu shortest() {
        return simulation.cpus().stream()
                .filter(each -> !each.isStopped())
                .min(Comparator.comparingInt(Cpu::waiting))
                .orElseThrow();
    }

    /** Gives a CPU without a thread the next one. Returns whether there was one. */
    boolean dispatch(Cpu cpu) {
        SimThread next = cpu.next();
        SimThread thread = next == null ? steal(cpu) : next;
        if (thread == null || cpu.isStopped()) {
            return false;
        }
        Cpu from = thread.cpu();
        (from == null ? cpu : from).dequeue(thread, thread.effectivePriority());
        thread.state(ThreadState.ONPROC);
        thread.cpu(cpu);
        thread.dispatched(simulation.tick());
        if (thread.quantum() <= 0) {
            thread.quantum(Math.max(SHORTEST_QUANTUM, LONGEST_QUANTUM - thread.priority() / PRIORITIES_PER_QUANTUM));
        }
        cpu.thread(thread);
        cpu.lastSwitch(simulation.tick());
        cpu.wantsSwitch(false);
        cpu.wantsKernelSwitch(false);
        thread.execution().resume();
        return true;
    }

    /** The thread that another CPU has to wait with, of the highest priority. */
    private @Nullable SimThread steal(Cpu cpu) {
        SimThread best = null;
        for (Cpu other : simulation.cpus()) {
            SimThread next = other.next();
            if (!other.equals(cpu) && next != null) {
                best = best == null || next.effectivePriority() > best.effectivePriority() ? next : best;
            }
        }
        return best;
    }

    /** Takes the CPU from its thread, which sleeps, is stopped or has ended. */
    void giveUp(Cpu cpu, SimThread thread, ThreadState state, Frame... frames) {
        thread.execution().block(frames);
        thread.state(state);
        cpu.thread(null);
        cpu.lastSwitch(simulation.tick());
    }

    /** Whether another thread should have the CPU now. */
    boolean shouldYield(Cpu cpu, SimThread thread) {
        SimThread next = cpu.next();
        if (next == null) {
            return false;
        }
        return next.effectivePriority() > thread.effectivePriority()
                || (thread.quantum() <= 0 && next.effectivePriority() == thread.effectivePriority());
    }

    /** Lowers the priority of a thread whose quantum is over. */
    void age(SimThread thread) {
        if (thread.quantum() <= 0 && isTimeSharing(thread)) {
            thread.priority(Math.max(0, thread.priority() - AFTER_QUANTUM));
        }
    }

    /** Takes the CPU from a thread that could go on. */
    void preempt(Cpu cpu, SimThread thread, Frame... frames) {
        boolean first = thread.quantum() > 0;
        giveUp(cpu, thread, ThreadState.RUN, frames);
        enqueue(thread, cpu, first);
    }

    /** Lets a thread have the priority of the most urgent of those who wait for its locks, and so on along the chain. */
    void inherit(@Nullable SimThread owner) {
        if (owner == null) {
            return;
        }
        int urgency = owner.held().stream().mapToInt(Lock::urgency).max().orElse(-1);
        int inherited = urgency > owner.priority() ? urgency : 0;
        if (inherited == owner.inherited()) {
            return;
        }
        Cpu cpu = owner.cpu();
        boolean queued = owner.state() == ThreadState.RUN && cpu != null;
        if (queued) {
            cpu.dequeue(owner, owner.effectivePriority());
        }
        owner.inherited(inherited);
        if (queued) {
            cpu.enqueue(owner, false);
        }
        if (owner.waitsFor() instanceof Lock lock) {
            inherit(lock.owner());
        }
    }
}

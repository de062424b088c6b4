package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.ThreadState;
import java.util.List;

/** Takes the steps of programs. */
final class Interpreter {
    private static final int SPIN = 20;
    private static final int MOST_STEPS = 1_000_000;

    private final Simulation simulation;

    Interpreter(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Lets a CPU go on until it computes or is idle. */
    void go(Cpu cpu) {
        if (cpu.isStopped()) {
            return;
        }
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            Execution execution = cpu.execution();
            if (execution == null) {
                if (!simulation.scheduler().dispatch(cpu)) {
                    return;
                }
                continue;
            }
            Step step = execution.current();
            if (step == null) {
                if (simulation.interrupts().finish(cpu)) {
                    return;
                }
            } else if (step instanceof Step.Work work) {
                compute(cpu, execution, work.time());
                return;
            } else if (take(cpu, execution, step)) {
                return;
            }
        }
        throw new IllegalStateException("a program neither computes nor sleeps");
    }

    private void compute(Cpu cpu, Execution execution, int time) {
        long number = cpu.renew();
        simulation.after(execution.compute(time, simulation.now()), () -> {
            if (cpu.isCurrent(number) && !cpu.isStopped()) {
                if (execution.current() instanceof Step.Work) {
                    execution.advance();
                }
                go(cpu);
            }
        });
    }

    /** Takes a step. Returns whether the CPU computes now. */
    private boolean take(Cpu cpu, Execution execution, Step step) {
        SimThread thread = cpu.interruptions().isEmpty() ? cpu.thread() : cpu.idle();
        if (thread == null) {
            throw new IllegalStateException("a step without a thread");
        }
        switch (step) {
            case Step.Call(Frame frame, var body) -> {
                execution.advance();
                execution.call(frame, body);
            }
            case Step.Choose(var choice) -> {
                execution.advance();
                execution.call(null, choice.apply(thread));
            }
            case Step.Act(var action) -> {
                execution.advance();
                action.accept(thread);
            }
            case Step.Enter(Mutex mutex) -> {
                execution.advance();
                if (!take(thread, mutex, true)) {
                    execution.call(Frame.of("mutex_vector_enter", mutex.va()), List.of(new Step.Contend(mutex, true)));
                }
            }
            case Step.EnterRw(RwLock lock, boolean writer) -> {
                execution.advance();
                if (!take(thread, lock, writer)) {
                    execution.call(
                            Frame.of("rw_enter_sleep", lock.va(), writer ? 0 : 1),
                            List.of(new Step.Contend(lock, writer)));
                }
            }
            case Step.Contend(Lock lock, boolean writer) -> {
                if (take(thread, lock, writer)) {
                    execution.advance();
                } else if (runsElsewhere(cpu, lock)) {
                    compute(cpu, execution, SPIN);
                    return true;
                } else {
                    block(cpu, thread, lock, writer);
                }
            }
            case Step.Exit(Mutex mutex) -> {
                execution.advance();
                release(thread, mutex);
            }
            case Step.ExitRw(RwLock lock) -> {
                execution.advance();
                release(thread, lock);
            }
            case Step.Sleep(Condition condition, Mutex mutex, int ticks) -> {
                execution.advance();
                release(thread, mutex);
                if (ticks >= 0) {
                    thread.timeout(simulation
                            .clock()
                            .callout(false, ticks, "setrun", thread.va(), () -> simulation.wake(thread)));
                }
                sleep(cpu, thread, condition);
            }
            case Step.Down(Semaphore semaphore) -> {
                if (semaphore.count() > 0) {
                    semaphore.add(-1);
                    execution.advance();
                } else {
                    sleep(cpu, thread, semaphore);
                }
            }
            case Step.Yield() -> {
                execution.advance();
                if (simulation.scheduler().shouldYield(cpu, thread)) {
                    simulation.scheduler().age(thread);
                    simulation.scheduler().preempt(cpu, thread, Frame.of("preempt"), Frame.SWITCH);
                }
            }
            case Step.Stop() -> {
                execution.advance();
                simulation.scheduler().giveUp(cpu, thread, ThreadState.STOPPED, Frame.of("stop", 5, 24), Frame.SWITCH);
            }
            case Step.End() -> {
                execution.advance();
                simulation.scheduler().giveUp(cpu, thread, ThreadState.ZOMB, Frame.SWITCH);
            }
            case Step.Work(int time) -> throw new IllegalStateException("work of " + time);
        }
        return false;
    }

    private void sleep(Cpu cpu, SimThread thread, SyncObject object) {
        object.waiters().add(thread);
        thread.waitsFor(object);
        simulation.scheduler().giveUp(cpu, thread, ThreadState.SLEEP, Frame.SWITCH);
    }

    private static boolean take(SimThread thread, Lock lock, boolean writer) {
        boolean taken = switch (lock) {
            case Mutex mutex -> {
                boolean free = mutex.owner() == null;
                if (free) {
                    mutex.owner(thread);
                }
                yield free;
            }
            case RwLock rw -> rw.take(thread, writer);
        };
        if (taken && thread.equals(lock.owner())) {
            thread.held().add(lock);
        }
        return taken;
    }

    private static boolean runsElsewhere(Cpu cpu, Lock lock) {
        SimThread owner = lock.owner();
        Cpu other = owner == null ? null : owner.cpu();
        return lock instanceof Mutex && other != null && !other.equals(cpu) && owner.equals(other.thread());
    }

    private void block(Cpu cpu, SimThread thread, Lock lock, boolean writer) {
        thread.wantsToWrite(writer);
        Frame frame = blocking(simulation.kernel(), lock, lock.queueOf(thread));
        lock.join(thread);
        thread.waitsFor(lock);
        simulation.scheduler().giveUp(cpu, thread, ThreadState.SLEEP, frame, Frame.SWITCH);
        simulation.scheduler().inherit(lock.owner());
    }

    /** The call that puts a thread to sleep on the turnstile of a lock. */
    static Frame blocking(Kernel kernel, Lock lock, int queue) {
        long operations = kernel.symbols().address(lock.operations());
        return Frame.of("turnstile_block", lock.turnstile(), queue, lock.va(), operations, 0, 0);
    }

    private void release(SimThread thread, Lock lock) {
        thread.held().remove(lock);
        boolean free = switch (lock) {
            case Mutex mutex -> {
                mutex.owner(null);
                yield true;
            }
            case RwLock rw -> rw.release(thread);
        };
        if (free) {
            List.copyOf(lock.waiters()).forEach(simulation.scheduler()::wake);
        }
        simulation.scheduler().inherit(thread);
    }
}

package dev.xmdb.sim.solaris.run;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A step of a program. Only {@link Work} takes time. */
public sealed interface Step {
    /** Calls a function, which takes the steps of {@code body}. */
    record Call(Frame frame, List<Step> body) implements Step {}

    /** Computes for some time, in {@link Simulation#TICK}ths of a tick. The current function must be one that can be interrupted. */
    record Work(int time) implements Step {}

    /** Takes a mutex; waits for it while another thread has it. */
    record Enter(Mutex mutex) implements Step {}

    /** Releases a mutex. */
    record Exit(Mutex mutex) implements Step {}

    /** Takes a readers-writer lock. */
    record EnterRw(RwLock lock, boolean writer) implements Step {}

    /** Keeps trying to take a lock; innermost in the function that does when the lock was not free. */
    record Contend(Lock lock, boolean writer) implements Step {}

    /** Releases a readers-writer lock. */
    record ExitRw(RwLock lock) implements Step {}

    /**
     * Releases the mutex and sleeps; innermost in a function that gives up the CPU.
     *
     * @param ticks after which to wake up in any case; negative for never
     */
    record Sleep(Condition condition, Mutex mutex, int ticks) implements Step {}

    /** Takes a unit of a semaphore, or sleeps. */
    record Down(Semaphore semaphore) implements Step {}

    /** Lets others run who have a higher priority, or have waited while this thread's quantum ended. */
    record Yield() implements Step {}

    /** Does something to the kernel that takes no time. */
    record Act(Consumer<SimThread> action) implements Step {}

    /** Decides only now which steps to take. */
    record Choose(Function<SimThread, List<Step>> choice) implements Step {}

    /** Stops the thread as job control does. */
    record Stop() implements Step {}

    /** Ends the thread. */
    record End() implements Step {}
}

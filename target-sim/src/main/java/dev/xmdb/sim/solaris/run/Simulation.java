package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.Processor;
import dev.xmdb.sim.solaris.ThreadState;
import dev.xmdb.sim.solaris.Threads.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** The loop of events, and everything that takes part in it. */
public final class Simulation {
    /** Units of time in a clock tick. */
    public static final int TICK = 1000;

    private final Kernel kernel;
    private final long firstTick;
    private final Scheduler scheduler = new Scheduler(this);
    private final Interpreter interpreter = new Interpreter(this);
    private final Interrupts interrupts = new Interrupts(this);
    private final Clock clock = new Clock(this);
    private final List<Cpu> cpus = new ArrayList<>();
    private final List<SimThread> threads = new ArrayList<>();
    private final List<Lock> locks = new ArrayList<>();
    private final List<Semaphore> semaphores = new ArrayList<>();
    private final List<Taskq> taskqs = new ArrayList<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long sequence;

    private record Event(long time, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /**
     * An empty loop.
     *
     * @param firstTick ticks since boot when it begins
     */
    public Simulation(Kernel kernel, long firstTick) {
        this.kernel = kernel;
        this.firstTick = firstTick;
    }

    /** The kernel. */
    public Kernel kernel() {
        return kernel;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Interpreter interpreter() {
        return interpreter;
    }

    /** Interrupts. */
    public Interrupts interrupts() {
        return interrupts;
    }

    /** Clock and callouts. */
    public Clock clock() {
        return clock;
    }

    /** The CPUs. */
    public List<Cpu> cpus() {
        return cpus;
    }

    /** The threads, in the order of their making. */
    public List<SimThread> threads() {
        return threads;
    }

    /** The locks. */
    public List<Lock> locks() {
        return locks;
    }

    List<Semaphore> semaphores() {
        return semaphores;
    }

    /** The taskqs. */
    public List<Taskq> taskqs() {
        return taskqs;
    }

    /** Time since the start of the loop. */
    long now() {
        return now;
    }

    /** Ticks since boot. */
    public long tick() {
        return firstTick + now / TICK;
    }

    /** Lets time go by in which nothing happens. */
    public void pass(long ticks) {
        now += ticks * TICK;
    }

    /** A mutex at an address. */
    public Mutex mutex(long va) {
        Mutex mutex = new Mutex(va);
        locks.add(mutex);
        return mutex;
    }

    /** A readers-writer lock at an address. */
    public RwLock rwLock(long va) {
        RwLock lock = new RwLock(va);
        locks.add(lock);
        return lock;
    }

    /** A semaphore at an address. */
    public Semaphore semaphore(long va, int count) {
        Semaphore semaphore = new Semaphore(va, count);
        semaphores.add(semaphore);
        return semaphore;
    }

    /** A CPU, and its idle thread in {@code place}. */
    public Cpu cpu(Processor processor, GuestProcess sched, Place place) {
        Execution idle = Execution.of(Frame.of("idle"), List.of(), false);
        SimThread thread = new SimThread(place, sched, "idle", ThreadState.ONPROC, -1, idle);
        thread.turnstile(turnstile());
        threads.add(thread);
        Cpu cpu = new Cpu(cpus.size(), processor, thread);
        cpus.add(cpu);
        return cpu;
    }

    /** A free interrupt thread of a CPU. */
    public SimThread interruptThread(Cpu cpu, GuestProcess sched, Place place) {
        SimThread thread = new SimThread(place, sched, "", ThreadState.FREE, -1, new Execution());
        thread.servesInterrupts();
        thread.turnstile(turnstile());
        thread.cpu(cpu);
        threads.add(thread);
        cpu.pool().add(thread);
        return thread;
    }

    /** A kernel thread that begins with a function, whose steps it takes over and over. */
    public SimThread kernelThread(Place place, GuestProcess owner, int priority, Frame start, List<Step> body) {
        return add(place, owner, start.function(), priority, Execution.of(start, body, true));
    }

    /** A process' thread, which takes steps over and over, each a system call. */
    public SimThread processThread(Place place, GuestProcess owner, int priority, List<Step> body) {
        Execution execution = Execution.of(Frame.NONE, body, true);
        return add(place, owner, owner.command(), priority, execution);
    }

    /** The interrupt thread at an address. */
    public SimThread server(long va) {
        return threads.stream()
                .filter(thread -> thread.isInterrupt() && thread.va() == va)
                .findFirst()
                .orElseThrow();
    }

    /** Makes a thread the first of all. */
    public void first(SimThread thread) {
        threads.remove(thread);
        threads.addFirst(thread);
    }

    /** A taskq of kernel threads in a structure of its own. */
    public Taskq taskq(GuestStruct structure, String name, GuestProcess owner, List<Place> workers, int priority) {
        Taskq taskq = new Taskq(this, structure, name);
        taskqs.add(taskq);
        for (Place place : workers) {
            Frame start = Frame.of("taskq_thread", structure.va());
            SimThread thread = kernelThread(place, owner, priority, start, taskq.worker());
            thread.taskq(taskq);
            taskq.threads().add(thread);
        }
        return taskq;
    }

    /**
     * A kernel thread that sleeps.
     *
     * @param calls the functions it is in, outermost first
     */
    public SimThread sleeper(Place place, GuestProcess owner, int priority, List<Frame> calls, Condition condition) {
        List<Step> steps = List.of();
        Execution execution = Execution.of(calls.getFirst(), steps, false);
        calls.subList(1, calls.size()).forEach(frame -> execution.call(frame, steps));
        String start = calls.getFirst().function();
        SimThread thread = new SimThread(place, owner, start, ThreadState.SLEEP, priority, execution);
        thread.turnstile(turnstile());
        threads.add(thread);
        condition.waiters().add(thread);
        thread.waitsFor(condition);
        execution.block(Frame.SWITCH);
        return thread;
    }

    /** Lets a thread have a free mutex. */
    public void holds(SimThread thread, long va) {
        Mutex mutex = mutex(va);
        mutex.owner(thread);
        thread.held().add(mutex);
    }

    /**
     * A process' thread that has come upon a lock that another one has, and waits for it.
     *
     * @param calls the functions it is in, outermost first
     */
    public SimThread waiter(
            Place place, GuestProcess owner, int priority, List<Frame> calls, Mutex lock, long turnstile) {
        List<Step> steps = List.of();
        Execution execution = Execution.of(Frame.NONE, steps, false);
        calls.forEach(frame -> execution.call(frame, steps));
        execution.call(Frame.of("mutex_vector_enter", lock.va()), List.of(new Step.Contend(lock, true)));
        SimThread thread = new SimThread(place, owner, owner.command(), ThreadState.SLEEP, priority, execution);
        thread.turnstile(turnstile);
        threads.add(thread);
        Frame block = Interpreter.blocking(kernel, lock, Lock.WRITERS);
        lock.join(thread);
        thread.waitsFor(lock);
        execution.block(block, Frame.SWITCH);
        return thread;
    }

    private SimThread add(Place place, GuestProcess owner, String start, int priority, Execution execution) {
        SimThread thread = new SimThread(place, owner, start, ThreadState.RUN, priority, execution);
        thread.turnstile(turnstile());
        threads.add(thread);
        scheduler.makeRunnable(thread);
        return thread;
    }

    private long turnstile() {
        return kernel.make("turnstile_t").va();
    }

    /** Does something at a time. */
    void at(long time, Runnable action) {
        events.add(new Event(time, sequence++, action));
    }

    /** Does something after some time, in {@link #TICK}ths of a tick. */
    public void after(long time, Runnable action) {
        at(now + time, action);
    }

    /** Lets time go by. */
    public void run(long ticks) {
        runUntil(() -> false, ticks);
    }

    /** Lets time go by until something is so. Returns whether it came to be so within {@code ticks}. */
    public boolean runUntil(BooleanSupplier goal, long ticks) {
        long end = now + ticks * TICK;
        while (!events.isEmpty() && events.element().time() <= end) {
            now = events.element().time();
            while (!events.isEmpty() && events.element().time() == now) {
                events.remove().action().run();
            }
            if (goal.getAsBoolean()) {
                return true;
            }
        }
        now = end;
        return goal.getAsBoolean();
    }

    /** Wakes one thread that waits for a condition. */
    public void signal(Condition condition) {
        scheduler.wakeOne(condition);
    }

    /** Wakes all threads that wait for a condition. */
    public void broadcast(Condition condition) {
        List.copyOf(condition.waiters()).forEach(scheduler::wake);
    }

    /** Gives a unit back to a semaphore. */
    public void up(Semaphore semaphore) {
        semaphore.add(1);
        scheduler.wakeOne(semaphore);
    }

    /** Frees the threads that have ended. */
    public void bury() {
        for (SimThread thread : List.copyOf(threads)) {
            if (thread.state() == ThreadState.ZOMB) {
                threads.remove(thread);
                release(thread);
            }
        }
    }

    private void release(SimThread thread) {
        long lwp = thread.place().kthread().get("t_lwp");
        for (long structure : new long[] {thread.va(), lwp, thread.turnstile()}) {
            if (kernel.kmem().isAllocated(structure)) {
                kernel.kmem().free(structure);
            }
        }
    }

    /** Wakes a thread from whatever it waits for. */
    public void wake(SimThread thread) {
        scheduler.wake(thread);
    }
}

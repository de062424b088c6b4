package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.Processor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A CPU of the simulated kernel: what runs on it, what interrupts that, what waits for it. */
public final class Cpu {
    private final int id;
    private final Processor processor;
    private final SimThread idle;
    private final Deque<SimThread> pool = new ArrayDeque<>();
    private final TreeMap<Integer, Deque<SimThread>> queue = new TreeMap<>(Comparator.reverseOrder());
    private final List<Interruption> interruptions = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private @Nullable SimThread thread;
    private boolean wantsSwitch;
    private boolean wantsKernelSwitch;
    private boolean softPending;
    private boolean stopped;
    private int baseLevel;
    private long lastSwitch;
    private long generation;
    private int waiting;

    Cpu(int id, Processor processor, SimThread idle) {
        this.id = id;
        this.processor = processor;
        this.idle = idle;
        idle.cpu(this);
    }

    /** Its number. */
    public int id() {
        return id;
    }

    /** Its structures. */
    public Processor processor() {
        return processor;
    }

    /** The thread that runs when no other does. */
    public SimThread idle() {
        return idle;
    }

    /** Interrupt threads that are free. */
    public Deque<SimThread> pool() {
        return pool;
    }

    List<Device> devices() {
        return devices;
    }

    /** What was interrupted by what, the latest last. */
    List<Interruption> interruptions() {
        return interruptions;
    }

    /** The thread that runs under all interrupts; null when the CPU is idle. */
    public @Nullable SimThread thread() {
        return thread;
    }

    void thread(@Nullable SimThread next) {
        thread = next;
    }

    /** The program that the CPU is in, or null when it is idle. */
    @Nullable
    Execution execution() {
        if (!interruptions.isEmpty()) {
            return interruptions.getLast().execution();
        }
        SimThread running = thread;
        return running == null ? null : running.execution();
    }

    /** The level below which interrupts wait. */
    int level() {
        return interruptions.isEmpty() ? 0 : interruptions.getLast().level();
    }

    /** Whether nothing at all runs. */
    public boolean isIdle() {
        return thread == null && interruptions.isEmpty() && !stopped;
    }

    /** Whether the thread under all interrupts is in a function, innermost. */
    public boolean isIn(String function) {
        SimThread running = thread;
        List<Frame> frames = running == null ? List.of() : running.execution().frames();
        return !frames.isEmpty() && frames.getLast().function().equals(function);
    }

    /** Whether no interrupt is being served. */
    public boolean isUninterrupted() {
        return interruptions.isEmpty();
    }

    /** How many threads wait for it. */
    int waiting() {
        return waiting;
    }

    /** Puts a thread on the queue of its priority. */
    void enqueue(SimThread next, boolean first) {
        Deque<SimThread> same = queue.computeIfAbsent(next.effectivePriority(), key -> new ArrayDeque<>());
        waiting++;
        if (first) {
            same.addFirst(next);
        } else {
            same.addLast(next);
        }
    }

    /** Takes a thread off the queue of a priority. */
    void dequeue(SimThread next, int priority) {
        Deque<SimThread> same = queue.get(priority);
        if (same != null) {
            waiting -= same.remove(next) ? 1 : 0;
            if (same.isEmpty()) {
                queue.remove(priority);
            }
        }
    }

    /** The thread that is to run next, or null. */
    @Nullable
    SimThread next() {
        return queue.isEmpty() ? null : queue.firstEntry().getValue().getFirst();
    }

    /** Threads on the queue, by priority, then in the order of their coming. */
    public List<SimThread> runnable() {
        return queue.values().stream().flatMap(Deque::stream).toList();
    }

    boolean wantsSwitch() {
        return wantsSwitch;
    }

    /** Says whether a thread waits that should have the CPU. */
    public void wantsSwitch(boolean wants) {
        wantsSwitch = wants;
    }

    boolean wantsKernelSwitch() {
        return wantsKernelSwitch;
    }

    /** Says whether a thread waits that should have the CPU at once. */
    public void wantsKernelSwitch(boolean wants) {
        wantsKernelSwitch = wants;
    }

    boolean softPending() {
        return softPending;
    }

    void softPending(boolean pending) {
        softPending = pending;
    }

    /** Whether it stands still for good, as the others do when one panics. */
    public boolean isStopped() {
        return stopped;
    }

    /** Stops it for good. */
    public void stop() {
        stopped = true;
    }

    /** Interrupt level that the CPU's threads run at, at least. */
    public int baseLevel() {
        return baseLevel;
    }

    /** Sets that level. */
    public void baseLevel(int level) {
        baseLevel = level;
    }

    /** When it last switched threads, in ticks. */
    public long lastSwitch() {
        return lastSwitch;
    }

    /** Sets that time. */
    public void lastSwitch(long tick) {
        lastSwitch = tick;
    }

    /** Makes whatever was to happen when its work is done void. */
    long renew() {
        return ++generation;
    }

    boolean isCurrent(long number) {
        return generation == number;
    }
}

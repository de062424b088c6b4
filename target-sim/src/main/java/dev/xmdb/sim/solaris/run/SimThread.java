package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.ThreadState;
import dev.xmdb.sim.solaris.Threads.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A thread of the simulated kernel. */
public final class SimThread {
    private static final int IN_WORD = 0xffff;

    private final Place place;
    private final GuestProcess owner;
    private final String start;
    private final Execution execution;
    private final List<Lock> held = new ArrayList<>();
    private ThreadState state;
    private int priority;
    private int inherited;
    private int quantum;
    private long turnstile;
    private long dispatched;
    private boolean wantsToWrite;
    private boolean interrupt;
    private @Nullable SyncObject waitsFor;
    private @Nullable Callout timeout;
    private @Nullable Taskq taskq;
    private @Nullable Cpu cpu;

    SimThread(Place place, GuestProcess owner, String start, ThreadState state, int priority, Execution execution) {
        this.place = place;
        this.owner = owner;
        this.start = start;
        this.state = state;
        this.priority = priority;
        this.execution = execution;
    }

    /** Address of its structure. */
    public long va() {
        return place.va();
    }

    /** Where it is in memory. */
    public Place place() {
        return place;
    }

    /** The process that it belongs to. */
    public GuestProcess owner() {
        return owner;
    }

    /** The function it began with, or the name of its process. */
    public String start() {
        return start;
    }

    Execution execution() {
        return execution;
    }

    /** What it does. */
    public ThreadState state() {
        return state;
    }

    void state(ThreadState next) {
        state = next;
    }

    /** Locks that it has for itself. */
    List<Lock> held() {
        return held;
    }

    /** Its own priority. */
    public int priority() {
        return priority;
    }

    void priority(int next) {
        priority = next;
    }

    /** The priority that it has from those who wait for its locks; 0 for none. */
    public int inherited() {
        return inherited;
    }

    void inherited(int next) {
        inherited = next;
    }

    /** The priority that counts. */
    public int effectivePriority() {
        return inherited == 0 ? priority : Math.max(priority, inherited);
    }

    int quantum() {
        return quantum;
    }

    void quantum(int ticks) {
        quantum = ticks;
    }

    /** Address of its turnstile, or of that of the lock that it waits for; 0 when it has none. */
    public long turnstile() {
        return turnstile;
    }

    void turnstile(long va) {
        turnstile = va;
    }

    /** When it was last put on a queue or a CPU, in ticks. */
    public long dispatched() {
        return dispatched;
    }

    void dispatched(long tick) {
        dispatched = tick;
    }

    boolean wantsToWrite() {
        return wantsToWrite;
    }

    void wantsToWrite(boolean write) {
        wantsToWrite = write;
    }

    /** Whether it serves interrupts. */
    public boolean isInterrupt() {
        return interrupt;
    }

    void servesInterrupts() {
        interrupt = true;
    }

    /** What it waits for, or null. */
    public @Nullable SyncObject waitsFor() {
        return waitsFor;
    }

    void waitsFor(@Nullable SyncObject object) {
        waitsFor = object;
    }

    @Nullable
    Callout timeout() {
        return timeout;
    }

    void timeout(@Nullable Callout callout) {
        timeout = callout;
    }

    /** The taskq that it works for, or null. */
    public @Nullable Taskq taskq() {
        return taskq;
    }

    /** Lets it work for a taskq. */
    public void taskq(Taskq worksFor) {
        taskq = worksFor;
    }

    /** The CPU that it runs on, ran on last, or waits for; null when it never ran. */
    public @Nullable Cpu cpu() {
        return cpu;
    }

    void cpu(@Nullable Cpu next) {
        cpu = next;
    }

    @Override
    public String toString() {
        return start + '@' + Long.toHexString(va() & IN_WORD);
    }
}

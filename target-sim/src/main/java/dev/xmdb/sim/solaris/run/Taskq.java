package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.GuestStruct;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A taskq: threads, and work that waits for one of them. */
public final class Taskq {
    private static final int DISPATCH = 3;

    private final Simulation simulation;
    private final GuestStruct structure;
    private final String name;
    private final Mutex lock;
    private final Condition arrival;
    private final List<SimThread> threads = new ArrayList<>();
    private final Deque<Entry> pending = new ArrayDeque<>();
    private final Deque<Long> free = new ArrayDeque<>();
    private int active;
    private int most;
    private long dispatched;
    private long executed;
    private int allocated;

    /**
     * Work.
     *
     * @param va its structure
     * @param call the function that does it, with its argument
     */
    public record Entry(long va, Frame call, List<Step> body) {}

    /** An empty taskq in a structure of its own. */
    Taskq(Simulation simulation, GuestStruct structure, String name) {
        this.simulation = simulation;
        this.structure = structure;
        this.name = name;
        this.lock = simulation.mutex(structure.address("tq_lock"));
        this.arrival = new Condition(structure.address("tq_dispatch_cv"));
    }

    /** Its structure. */
    public GuestStruct structure() {
        return structure;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its threads. */
    public List<SimThread> threads() {
        return threads;
    }

    /** Work that no thread has begun. */
    public Deque<Entry> pending() {
        return pending;
    }

    /** How many threads are at work. */
    public int active() {
        return active;
    }

    /** The most entries that were not done at one time. */
    public int most() {
        return most;
    }

    long dispatched() {
        return dispatched;
    }

    long executed() {
        return executed;
    }

    Deque<Long> free() {
        return free;
    }

    int allocated() {
        return allocated;
    }

    /** What one of its threads does: wait for work, do it. */
    public List<Step> worker() {
        return List.of(new Step.Enter(lock), new Step.Choose(this::next));
    }

    private List<Step> next(SimThread thread) {
        Entry entry = pending.poll();
        if (entry == null) {
            Step sleep = new Step.Call(
                    Frame.of("cv_wait", arrival.va(), lock.va()),
                    List.of(new Step.Sleep(arrival, lock, -1), new Step.Enter(lock)));
            Step wait = new Step.Call(
                    Frame.of("taskq_thread_wait", structure.va(), lock.va(), arrival.va(), 0, -1), List.of(sleep));
            return List.of(wait, new Step.Exit(lock));
        }
        active++;
        return List.of(
                new Step.Exit(lock),
                new Step.Call(entry.call(), entry.body()),
                new Step.Enter(lock),
                new Step.Act(worker -> done(entry)),
                new Step.Exit(lock));
    }

    private void done(Entry entry) {
        active--;
        executed++;
        free.push(entry.va());
    }

    /** Gives it work. */
    public void dispatch(Frame call, List<Step> body) {
        Long known = free.poll();
        if (known == null) {
            allocated++;
        }
        long va = known == null ? simulation.kernel().make("taskq_ent_t").va() : known;
        pending.add(new Entry(va, call, body));
        dispatched++;
        most = Math.max(most, (int) (dispatched - executed));
        simulation.signal(arrival);
    }

    /** The call with which a thread gives it work. */
    public Step dispatching(Frame call, List<Step> body) {
        long function = simulation.kernel().symbols().address(call.function());
        return new Step.Call(
                Frame.of(
                        "taskq_dispatch",
                        structure.va(),
                        function,
                        call.arguments().getFirst(),
                        0),
                List.of(
                        new Step.Enter(lock),
                        new Step.Work(DISPATCH),
                        new Step.Act(thread -> dispatch(call, body)),
                        new Step.Exit(lock)));
    }
}

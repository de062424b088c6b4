package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.Threads.Place;
import dev.xmdb.sim.solaris.run.Condition;
import dev.xmdb.sim.solaris.run.Frame;
import dev.xmdb.sim.solaris.run.Mutex;
import dev.xmdb.sim.solaris.run.RwLock;
import dev.xmdb.sim.solaris.run.Semaphore;
import dev.xmdb.sim.solaris.run.Simulation;
import dev.xmdb.sim.solaris.run.Step;
import dev.xmdb.sim.solaris.run.Step.Call;
import dev.xmdb.sim.solaris.run.Step.Enter;
import dev.xmdb.sim.solaris.run.Step.EnterRw;
import dev.xmdb.sim.solaris.run.Step.Exit;
import dev.xmdb.sim.solaris.run.Step.ExitRw;
import dev.xmdb.sim.solaris.run.Step.Sleep;
import dev.xmdb.sim.solaris.run.Step.Work;
import dev.xmdb.sim.solaris.run.Step.Yield;
import dev.xmdb.sim.solaris.run.Taskq;
import java.util.ArrayList;
import java.util.List;

/** System calls as steps: which functions call which, what they lock, where they sleep. */
final class SystemCalls {
    private static final int SHORT = 10;
    private static final int USUAL = 40;
    private static final int LONG = 300;

    private final Simulation simulation;
    private final Kernel kernel;
    private final Hardware hardware;
    private final Mutex names;

    SystemCalls(Simulation simulation, Hardware hardware) {
        this.simulation = simulation;
        this.kernel = simulation.kernel();
        this.hardware = hardware;
        this.names = simulation.mutex(kernel.symbols().address("dnlc_lock"));
    }

    /** A condition variable and the mutex that guards it, in one piece of heap. */
    record Waiting(Condition condition, Mutex mutex) {}

    /** A file of the disk's. */
    record OpenFile(long vnode, RwLock contents, Mutex lock) {}

    Waiting waiting() {
        long va = kernel.heap().allocate(16, 16);
        return new Waiting(new Condition(va + 8), simulation.mutex(va));
    }

    OpenFile file() {
        long vnode = kernel.make("vnode_t").set("v_count", 1).va();
        var inode = kernel.make("inode_t").set("i_vnode", vnode);
        long head = kernel.symbols().address("ihead");
        inode.set("i_chain", 0, kernel.space().getLong(head));
        kernel.set("ihead", inode.va());
        return new OpenFile(
                vnode, simulation.rwLock(inode.address("i_contents")), simulation.mutex(inode.address("i_tlock")));
    }

    private int random(int bound) {
        return kernel.random().nextInt(bound);
    }

    private long userAddress() {
        return 0x8046000L + random(0x100) * 16L;
    }

    static Step call(Frame frame, Step... body) {
        return new Call(frame, List.of(body));
    }

    /** The end of a system call. */
    Step leave() {
        return call(Frame.of("post_syscall", random(100), random(100)), new Yield());
    }

    /** Sleeps until the condition is signalled, in a function that calls {@code cv_wait}. */
    static List<Step> waitFor(Waiting on) {
        return List.of(
                new Enter(on.mutex()),
                call(
                        Frame.of("cv_wait", on.condition().va(), on.mutex().va()),
                        new Sleep(on.condition(), on.mutex(), -1),
                        new Enter(on.mutex())),
                new Exit(on.mutex()));
    }

    private static Step core(Waiting on, int ticks) {
        return call(
                Frame.of(
                        "cv_wait_sig_swap_core", on.condition().va(), on.mutex().va(), 0),
                new Sleep(on.condition(), on.mutex(), ticks),
                new Enter(on.mutex()));
    }

    /** Waits for one of several descriptors. */
    List<Step> poll(Waiting on) {
        long user = userAddress();
        int descriptors = 1 + random(8);
        long condition = on.condition().va();
        return List.of(
                call(
                        Frame.of("pollsys", user, descriptors, 0, 0),
                        call(
                                Frame.of("poll_common", user, descriptors, 0, 0),
                                new Work(SHORT + random(USUAL)),
                                new Enter(on.mutex()),
                                call(
                                        Frame.of(
                                                "cv_timedwait_sig",
                                                condition,
                                                on.mutex().va(),
                                                -1),
                                        core(on, -1)),
                                new Exit(on.mutex()),
                                new Work(SHORT))),
                leave());
    }

    /** Waits to be unparked. */
    List<Step> park(Waiting on) {
        return List.of(
                call(
                        Frame.of("syslwp_park", 0, 0, 0),
                        call(
                                Frame.of("lwp_park", 0, 0),
                                new Work(SHORT),
                                new Enter(on.mutex()),
                                call(
                                        Frame.of(
                                                "cv_waituntil_sig",
                                                on.condition().va(),
                                                on.mutex().va(),
                                                0,
                                                0),
                                        core(on, -1)),
                                new Exit(on.mutex()))),
                leave());
    }

    /** Waits for a child. */
    List<Step> waitForChild(Waiting on) {
        long user = userAddress();
        return List.of(
                call(
                        Frame.of("waitsys32", 7, 0, user, 0x83),
                        call(
                                Frame.of("waitid", 7, 0, user, 0x83),
                                new Work(SHORT),
                                new Enter(on.mutex()),
                                call(
                                        Frame.of(
                                                "cv_wait_sig_swap",
                                                on.condition().va(),
                                                on.mutex().va()),
                                        core(on, -1)),
                                new Exit(on.mutex()))),
                leave());
    }

    /** Waits for input from a terminal. */
    List<Step> readTerminal(Waiting on) {
        long user = userAddress();
        long vnode = kernel.make("vnode_t").set("v_count", 1).va();
        long stream = kernel.make("stdata_t").set("sd_vnode", vnode).va();
        long condition = on.condition().va();
        long mutex = on.mutex().va();
        return List.of(
                call(
                        Frame.of("read32", 0, user, 1),
                        call(
                                Frame.of("strread", vnode, user, 0),
                                call(
                                        Frame.of("strwaitq", stream, 2, 0, 1, -1, 0),
                                        new Work(SHORT),
                                        new Enter(on.mutex()),
                                        call(
                                                Frame.of("str_cv_wait", condition, mutex, -1, 0),
                                                call(Frame.of("cv_wait_sig_swap", condition, mutex), core(on, -1))),
                                        new Exit(on.mutex())))),
                leave());
    }

    /** Sleeps for some ticks, on the thread's own condition variable. */
    List<Step> nap(Waiting own, int ticks) {
        long user = userAddress();
        return List.of(
                call(
                        Frame.of("nanosleep", user, 0),
                        new Work(SHORT),
                        new Enter(own.mutex()),
                        call(
                                Frame.of(
                                        "cv_waituntil_sig",
                                        own.condition().va(),
                                        own.mutex().va(),
                                        user - 16,
                                        0),
                                core(own, ticks)),
                        new Exit(own.mutex())),
                leave());
    }

    /** The condition variable and mutex that a thread has for its own delays. */
    Waiting delay(Place place) {
        return new Waiting(
                new Condition(place.kthread().address("t_delay_cv")),
                simulation.mutex(place.kthread().address("t_delay_lock")));
    }

    /** Looks a name up. */
    List<Step> stat(OpenFile directory) {
        long name = userAddress();
        List<Step> look = new ArrayList<>(List.of(new Enter(names), new Work(USUAL), new Exit(names)));
        if (random(3) == 0) {
            look.add(call(
                    Frame.of("ufs_lookup", directory.vnode(), name),
                    new EnterRw(directory.contents(), false),
                    new Work(USUAL + random(LONG)),
                    new ExitRw(directory.contents())));
        }
        return List.of(
                call(
                        Frame.of("fstatat32", -3041965, name, name + 256, 0),
                        new Work(SHORT),
                        new Call(Frame.of("lookuppnat", name, 0), look)),
                leave());
    }

    /** Computes for some time, without a lock. */
    List<Step> compute(int time) {
        long name = userAddress();
        return List.of(call(Frame.of("fstatat32", -3041965, name, name + 256, 0), new Work(time)), leave());
    }

    /** Lets a taskq remove a file. */
    List<Step> unlink(Taskq taskq, Frame work, List<Step> body) {
        long name = userAddress();
        return List.of(call(Frame.of("unlink", name), new Work(USUAL), taskq.dispatching(work, body)), leave());
    }

    /** Reads a file, which may take the disk's help. */
    List<Step> read(OpenFile file, boolean fromDisk) {
        long user = userAddress();
        List<Step> inside = new ArrayList<>(List.of(new EnterRw(file.contents(), false), new Work(USUAL)));
        if (fromDisk) {
            inside.add(input());
        }
        inside.add(new Work(random(LONG) + 1));
        inside.add(new ExitRw(file.contents()));
        return List.of(
                call(
                        Frame.of("read32", 3 + random(5), user, 0x2000),
                        call(
                                Frame.of("fop_read", file.vnode(), user, 0, 0),
                                new Call(Frame.of("ufs_read", file.vnode(), user, 0, 0), inside))),
                leave());
    }

    /** Writes a file. */
    List<Step> write(OpenFile file) {
        long user = userAddress();
        return List.of(
                call(
                        Frame.of("write32", 3 + random(5), user, 0x400),
                        call(
                                Frame.of("fop_write", file.vnode(), user, 0, 0),
                                call(
                                        Frame.of("ufs_write", file.vnode(), user, 0, 0),
                                        new EnterRw(file.contents(), true),
                                        new Work(USUAL + random(LONG)),
                                        new Enter(file.lock()),
                                        new Work(SHORT),
                                        new Exit(file.lock()),
                                        new ExitRw(file.contents())))),
                leave());
    }

    /** Lets the disk read a block, and waits for it. */
    Step input() {
        return input(true);
    }

    /** Waits for a block that the disk is to read; {@code answers} says whether it ever gets to it. */
    Step input(boolean answers) {
        var buffer = kernel.make("buf_t");
        buffer.set("b_forw", kernel.space().getLong(kernel.symbols().address("bhdrlist")));
        kernel.set("bhdrlist", buffer.va());
        Semaphore done = simulation.semaphore(buffer.address("b_io"), 0);
        long block = random(1 << 20) * 16L;
        buffer.set("b_blkno", block).set("b_bcount", 0x2000).set("b_edev", 0x5a_0000_0000L);
        return call(
                Frame.of("bread_common", 0, 0x5a_0000_0000L, block, 0x2000),
                new Work(SHORT),
                new Step.Act(thread -> {
                    if (answers) {
                        hardware.submit(done);
                    }
                }),
                call(Frame.of("biowait", buffer.va()), call(Frame.of("sema_p", done.va()), new Step.Down(done))));
    }
}

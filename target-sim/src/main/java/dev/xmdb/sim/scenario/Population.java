package dev.xmdb.sim.scenario;

import dev.xmdb.sim.scenario.SystemCalls.OpenFile;
import dev.xmdb.sim.scenario.SystemCalls.Waiting;
import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.Threads.Place;
import dev.xmdb.sim.solaris.run.Frame;
import dev.xmdb.sim.solaris.run.SimThread;
import dev.xmdb.sim.solaris.run.Simulation;
import dev.xmdb.sim.solaris.run.Step;
import dev.xmdb.sim.solaris.run.Taskq;
import java.util.ArrayList;
import java.util.List;

/** What lives on any domain: the kernel's own threads, taskqs, daemons, shells. */
final class Population {
    /** What the flags of every taskq here say: it has no number among those of its name, and its threads are made. */
    static final int TASKQ_FLAGS = 0x40000 | 0x80000;

    /** Priority of the kernel's own threads. */
    static final int SYSTEM = 60;

    private static final int USER = 59;
    private static final int REAL_TIME = 100;
    private static final int SECOND = 100;
    private static final int SHELL = 90;
    private static final List<String> COMMANDS =
            List.of("/usr/bin/ls -l", "/usr/bin/make all", "/usr/bin/vi notes", "/usr/bin/find /");

    private final Domain domain;
    private final Kernel kernel;
    private final Simulation simulation;
    private final SystemCalls calls;
    private final List<OpenFile> files = new ArrayList<>();
    private final List<SimThread> commands = new ArrayList<>();
    private final Waiting reaper;
    private int nextPid = 100;

    Population(Domain domain) {
        this.domain = domain;
        this.kernel = domain.kernel();
        this.simulation = domain.simulation();
        this.calls = new SystemCalls(simulation, domain.hardware());
        this.reaper = calls.waiting();
        for (int file = 0; file < 6; file++) {
            files.add(calls.file());
        }
    }

    SystemCalls calls() {
        return calls;
    }

    /** Some file. */
    OpenFile file() {
        return files.get(kernel.random().nextInt(files.size()));
    }

    /** Threads that run commands. */
    List<SimThread> commands() {
        return commands;
    }

    /** Makes the kernel's own processes and threads. */
    void kernelThreads() {
        GuestProcess sched = domain.sched();
        Waiting swap = calls.waiting();
        simulation.first(simulation.kernelThread(
                domain.threads().first(sched), sched, 96, Frame.of("sched"), SystemCalls.waitFor(swap)));
        kernelThread(sched, "thread_reaper", reap());
        kernelThread(sched, "seg_pasync_thread", SystemCalls.waitFor(calls.waiting()));
        GuestProcess pageout = domain.processes().system(2, "pageout");
        GuestProcess fsflush = domain.processes().system(3, "fsflush");
        kernelThread(pageout, "pageout", SystemCalls.waitFor(calls.waiting()));
        kernelThread(fsflush, "fsflush", flush());
    }

    private SimThread kernelThread(GuestProcess owner, String start, List<Step> body) {
        return simulation.kernelThread(domain.threads().kernelThread(), owner, SYSTEM, Frame.of(start), body);
    }

    private List<Step> reap() {
        List<Step> steps = new ArrayList<>(SystemCalls.waitFor(reaper));
        steps.add(new Step.Work(20));
        steps.add(new Step.Act(thread -> simulation.bury()));
        return steps;
    }

    private List<Step> flush() {
        Waiting place = calls.waiting();
        return List.of(
                new Step.Work(200),
                new Step.Enter(place.mutex()),
                SystemCalls.call(
                        Frame.of(
                                "cv_timedwait",
                                place.condition().va(),
                                place.mutex().va(),
                                SECOND),
                        new Step.Sleep(place.condition(), place.mutex(), SECOND),
                        new Step.Enter(place.mutex())),
                new Step.Exit(place.mutex()));
    }

    /** Makes a taskq whose threads wait for work. */
    Taskq taskq(GuestProcess owner, String name, int workers) {
        GuestStruct taskq = kernel.make("taskq_t")
                .setText("tq_name", name)
                .set("tq_pri", SYSTEM)
                .set("tq_flags", TASKQ_FLAGS)
                .set("tq_minalloc", workers)
                .set("tq_maxalloc", Integer.MAX_VALUE)
                .set("tq_proc", owner.proc().va());
        List<Place> places = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            places.add(domain.threads().kernelThread());
        }
        return simulation.taskq(taskq, name, owner, places, SYSTEM);
    }

    /** Makes init and the daemons, each in the system call that it likes. */
    void daemons() {
        daemon(1, 0, 0, "/sbin/init", this::polls);
        GuestProcess startd = daemon(7, 1, 0, "/lib/svc/bin/svc.startd", this::parks);
        GuestProcess configd = daemon(9, 1, 0, "/lib/svc/bin/svc.configd", this::waits);
        for (int lwp = 2; lwp <= 6; lwp++) {
            thread(startd, lwp, USER, this::parks);
            thread(configd, lwp, USER, this::parks);
        }
        daemon(41, 1, 15, "/lib/inet/dlmgmtd", this::parks);
        GuestProcess nscd = daemon(55, 1, 0, "/usr/sbin/nscd", this::polls);
        for (int lwp = 2; lwp <= 8; lwp++) {
            thread(nscd, lwp, USER, this::parks);
        }
        daemon(61, 1, 0, "/usr/sbin/cron", this::polls);
        daemon(67, 1, 1, "/usr/sbin/rpcbind -w", this::polls);
        daemon(73, 1, 0, "/usr/lib/inet/inetd start", this::polls);
        daemon(78, 1, 0, "/usr/lib/ssh/sshd", this::polls);
        daemon(83, 1, 0, "/usr/lib/saf/sac -t 300", this::waits);
        daemon(84, 83, 0, "/usr/lib/saf/ttymon", this::polls);
        daemon(SHELL, 7, 0, "-bash", this::reads);
        GuestProcess clock = domain.processes().user(92, 1, 0, "/usr/lib/inet/xntpd");
        thread(clock, 1, REAL_TIME, place -> calls.nap(calls.delay(place), 16));
        GuestProcess suspended = domain.processes().job(97, SHELL, 100, "/usr/bin/more");
        thread(
                suspended,
                1,
                USER,
                place -> List.of(SystemCalls.call(
                        Frame.of("post_syscall", 0, 0), SystemCalls.call(Frame.of("issig", 0), new Step.Stop()))));
    }

    private GuestProcess daemon(int pid, int parent, int user, String arguments, Habit habit) {
        GuestProcess process = domain.processes().user(pid, parent, user, arguments);
        thread(process, 1, USER, habit);
        return process;
    }

    /** What a thread does over and over. */
    interface Habit {
        List<Step> of(Place place);
    }

    /** Makes a thread of a process. */
    SimThread thread(GuestProcess process, int lwp, int priority, Habit habit) {
        Place place = domain.threads().processThread(process, lwp);
        return simulation.processThread(place, process, priority, habit.of(place));
    }

    /** Makes a thread that waits to be unparked. */
    void parked(GuestProcess process, int lwp) {
        thread(process, lwp, USER, this::parks);
    }

    private List<Step> polls(Place place) {
        Waiting on = calls.waiting();
        domain.hardware().listens(on.condition());
        return calls.poll(on);
    }

    private List<Step> parks(Place place) {
        return calls.park(calls.waiting());
    }

    private List<Step> waits(Place place) {
        return calls.waitForChild(calls.waiting());
    }

    private List<Step> reads(Place place) {
        return calls.readTerminal(calls.waiting());
    }

    /** Makes shells' commands, which use files and sleep in between. */
    void commands(int count) {
        for (int each = 0; each < count; each++) {
            String command = COMMANDS.get(kernel.random().nextInt(COMMANDS.size()));
            GuestProcess process = newProcess(command);
            commands.add(thread(process, 1, kernel.random().nextInt(USER + 1), this::uses));
        }
    }

    /** Makes a process of a user's. */
    GuestProcess newProcess(String command) {
        return domain.processes().job(nextPid++, SHELL, 100 + kernel.random().nextInt(5), command);
    }

    /** Makes a process that serves others, without a terminal. */
    GuestProcess newDaemon(String command) {
        return domain.processes().user(nextPid++, 1, 1, command);
    }

    /** Uses files, and sleeps in between. */
    List<Step> uses(Place place) {
        Waiting delay = calls.delay(place);
        List<Step> steps = new ArrayList<>();
        for (int call = 4 + kernel.random().nextInt(5); call > 0; call--) {
            steps.addAll(
                    switch (kernel.random().nextInt(6)) {
                        case 0, 1 -> calls.stat(file());
                        case 2 -> calls.read(file(), true);
                        case 3 -> calls.read(file(), false);
                        case 4 -> calls.write(file());
                        default -> calls.nap(delay, 1 + kernel.random().nextInt(30));
                    });
        }
        steps.addAll(calls.nap(delay, 20 + kernel.random().nextInt(SECOND)));
        return steps;
    }

    /** Makes a process that ends soon. */
    void shortLived() {
        GuestProcess process = newProcess("/usr/bin/true");
        thread(process, 1, USER, place -> {
            List<Step> steps = new ArrayList<>(
                    calls.nap(calls.delay(place), 5 + kernel.random().nextInt(SECOND)));
            Step notice = new Step.Act(thread -> simulation.after(
                    (1 + kernel.random().nextInt(20)) * (long) Simulation.TICK,
                    () -> simulation.signal(reaper.condition())));
            Step end = SystemCalls.call(Frame.of("lwp_exit"), notice, new Step.End());
            steps.add(SystemCalls.call(Frame.of("exit", 1, 0), end));
            return steps;
        });
    }
}

package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.KernelThread;
import dev.xmdb.sim.solaris.Processes;
import dev.xmdb.sim.solaris.Processor;
import dev.xmdb.sim.solaris.StackBuilder;
import dev.xmdb.sim.solaris.ThreadState;
import dev.xmdb.sim.solaris.Threads;
import dev.xmdb.sim.solaris.Threads.Wait;
import java.util.List;
import java.util.function.Consumer;

/** What lives on any domain: the kernel's own threads, taskqs, daemons, shells. */
final class Population {
    private static final String CV = "cv_sobj_ops";
    private static final int SYSTEM = 60;
    private static final int USER = 59;
    private static final int TASKQ_FLAGS = 0x40000 | 0x80000; // no instance, thread created

    private final Kernel kernel;
    private final Threads threads;
    private final Processes processes;
    private final Processor processor;
    private int nextPid = 100;

    Population(Kernel kernel, Threads threads, Processes processes, Processor processor) {
        this.kernel = kernel;
        this.threads = threads;
        this.processes = processes;
        this.processor = processor;
    }

    /** A sleeping place: a condition variable and the mutex that guards it, in one piece of heap. */
    private record Place(long condition, long mutex) {}

    private Place place() {
        long va = kernel.heap().allocate(16, 16);
        kernel.space().put(va + 8, Short.BYTES, 1);
        return new Place(va + 8, va);
    }

    /** Makes the kernel's own processes and threads. Returns {@code sched}. */
    GuestProcess kernelThreads() {
        GuestProcess sched = processes.sched();
        Place first = place();
        threads.first(
                sched,
                new Wait(CV, first.condition()),
                stack -> stack.call("sched")
                        .call("cv_wait", first.condition(), first.mutex())
                        .call("swtch"));
        kernelThread(sched, "thread_reaper");
        kernelThread(sched, "seg_pasync_thread");
        GuestProcess pageout = processes.system(2, "pageout");
        GuestProcess fsflush = processes.system(3, "fsflush");
        kernelThread(pageout, "pageout");
        kernelThread(fsflush, "fsflush");
        return sched;
    }

    private void kernelThread(GuestProcess owner, String start) {
        Place place = place();
        threads.kernelThread(
                threads.nextKernelThread(),
                owner,
                ThreadState.SLEEP,
                0,
                SYSTEM,
                start,
                new Wait(CV, place.condition()),
                stack -> stack.call(start)
                        .call("cv_wait", place.condition(), place.mutex())
                        .call("swtch"));
    }

    /** Makes a taskq whose threads wait for work. */
    GuestStruct taskq(GuestProcess owner, String name, int workers) {
        GuestStruct taskq = kernel.make("taskq_t")
                .setText("tq_name", name)
                .set("tq_pri", SYSTEM)
                .set("tq_flags", TASKQ_FLAGS)
                .set("tq_nthreads", workers)
                .set("tq_nthreads_target", workers)
                .set("tq_nthreads_max", workers)
                .set("tq_minalloc", workers)
                .set("tq_proc", owner.proc().va());
        long pending = taskq.address("tq_task");
        taskq.set("tq_task.tqent_next", pending).set("tq_task.tqent_prev", pending);
        long list = kernel.heap().allocate((long) workers * Long.BYTES);
        for (int worker = 0; worker < workers; worker++) {
            long condition = taskq.address("tq_dispatch_cv");
            long mutex = taskq.address("tq_lock");
            KernelThread thread = threads.kernelThread(
                    threads.nextKernelThread(),
                    owner,
                    ThreadState.SLEEP,
                    0,
                    SYSTEM,
                    "taskq_thread",
                    new Wait(CV, condition),
                    stack -> stack.call("taskq_thread", taskq.va())
                            .call("taskq_thread_wait", taskq.va(), mutex, condition, 0, -1)
                            .call("cv_wait", condition, mutex)
                            .call("swtch"));
            threads.worksFor(thread, taskq.va(), name);
            kernel.space().putLong(list + (long) worker * Long.BYTES, thread.va());
        }
        taskq.set("tq_dispatch_cv", workers)
                .set(
                        "tq_thr._tq_threadlist",
                        workers > 1 ? list : kernel.space().getLong(list));
        return taskq;
    }

    /** Makes init and the daemons, each asleep in the system call that it likes. */
    void daemons() {
        daemon(1, 1, 0, "/sbin/init", this::polls);
        GuestProcess startd = daemon(7, 1, 0, "/lib/svc/bin/svc.startd", this::parks);
        GuestProcess configd = daemon(9, 1, 0, "/lib/svc/bin/svc.configd", this::waits);
        for (int thread = 2; thread <= 6; thread++) {
            sleeper(startd, thread, this::parks);
            sleeper(configd, thread, this::parks);
        }
        daemon(41, 1, 15, "/lib/inet/dlmgmtd", this::parks);
        GuestProcess nscd = daemon(55, 1, 0, "/usr/sbin/nscd", this::polls);
        for (int thread = 2; thread <= 8; thread++) {
            sleeper(nscd, thread, this::parks);
        }
        daemon(61, 1, 0, "/usr/sbin/cron", this::polls);
        daemon(67, 1, 1, "/usr/sbin/rpcbind -w", this::polls);
        daemon(73, 1, 0, "/usr/lib/inet/inetd start", this::polls);
        daemon(78, 1, 0, "/usr/lib/ssh/sshd", this::polls);
        daemon(83, 1, 0, "/usr/lib/saf/sac -t 300", this::waits);
        daemon(84, 83, 0, "/usr/lib/saf/ttymon", this::polls);
        daemon(90, 7, 0, "-bash", this::reads);
    }

    private GuestProcess daemon(int pid, int parent, int user, String arguments, Asleep asleep) {
        GuestProcess process = processes.user(pid, pid == 1 ? 0 : parent, user, arguments);
        sleeper(process, 1, asleep);
        return process;
    }

    /** A way to sleep: what the calls are. */
    private interface Asleep {
        Consumer<StackBuilder> in(Place place);
    }

    private void sleeper(GuestProcess process, int lwp, Asleep asleep) {
        Place place = place();
        Wait wait = new Wait(CV, place.condition());
        threads.processThread(process, ThreadState.SLEEP, USER, lwp, wait, asleep.in(place));
    }

    private Consumer<StackBuilder> polls(Place place) {
        long user = userAddress();
        int descriptors = 1 + kernel.random().nextInt(8);
        return stack -> stack.call("pollsys", user, descriptors, 0, 0)
                .call("poll_common", user, descriptors, 0, 0)
                .call("cv_timedwait_sig", place.condition(), place.mutex(), -1)
                .call("cv_wait_sig_swap_core", place.condition(), place.mutex(), 0)
                .call("swtch");
    }

    private Consumer<StackBuilder> parks(Place place) {
        return stack -> stack.call("syslwp_park", 0, 0, 0)
                .call("lwp_park", 0, 0)
                .call("cv_waituntil_sig", place.condition(), place.mutex(), 0, 0)
                .call("cv_wait_sig_swap_core", place.condition(), place.mutex(), 0)
                .call("swtch");
    }

    private Consumer<StackBuilder> waits(Place place) {
        long user = userAddress();
        return stack -> stack.call("waitsys32", 7, 0, user, 0x83)
                .call("waitid", 7, 0, user, 0x83)
                .call("cv_wait_sig_swap", place.condition(), place.mutex())
                .call("cv_wait_sig_swap_core", place.condition(), place.mutex(), 0)
                .call("swtch");
    }

    private Consumer<StackBuilder> reads(Place place) {
        long user = userAddress();
        long vnode = kernel.make("vnode_t").set("v_count", 1).va();
        long stream = kernel.make("stdata_t").set("sd_vnode", vnode).va();
        return stack -> stack.call("read32", 0, user, 1)
                .call("strread", vnode, user, 0)
                .call("strwaitq", stream, 2, 0, 1, -1, 0)
                .call("str_cv_wait", place.condition(), place.mutex(), -1, 0)
                .call("cv_wait_sig_swap", place.condition(), place.mutex())
                .call("cv_wait_sig_swap_core", place.condition(), place.mutex(), 0)
                .call("swtch");
    }

    private long userAddress() {
        return 0x8046000L + kernel.random().nextInt(0x100) * 16L;
    }

    /** Makes shells that would run if they got the CPU. */
    void runnable(int count) {
        List<String> commands = List.of("/usr/bin/ls -l", "/usr/bin/make all", "/usr/bin/vi notes", "/usr/bin/find /");
        for (int each = 0; each < count; each++) {
            String command = commands.get(kernel.random().nextInt(commands.size()));
            GuestProcess process =
                    processes.user(nextPid++, 90, 100 + kernel.random().nextInt(5), command);
            int priority = kernel.random().nextInt(USER + 1);
            long first = kernel.random().nextInt(100);
            long second = kernel.random().nextInt(100);
            processor.enqueue(threads.processThread(
                    process,
                    ThreadState.RUN,
                    priority,
                    1,
                    null,
                    stack -> stack.call("post_syscall", first, second).call("swtch")));
        }
    }
}

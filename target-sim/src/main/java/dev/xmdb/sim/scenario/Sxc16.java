package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.run.Condition;
import dev.xmdb.sim.solaris.run.Cpu;
import dev.xmdb.sim.solaris.run.Frame;
import dev.xmdb.sim.solaris.run.Mutex;
import dev.xmdb.sim.solaris.run.SimThread;
import dev.xmdb.sim.solaris.run.Simulation;
import dev.xmdb.sim.solaris.run.Step;
import dev.xmdb.sim.solaris.run.Taskq;
import dev.xmdb.sim.solaris.xen.StoreSituation;
import dev.xmdb.sim.solaris.xen.XenInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A domain whose console hangs: the CPU has not switched threads for hours. The streams taskq thread that serves the console was
 * interrupted as it released the console's lock, the soft interrupt over it was interrupted by the clock, and dozens of threads wait for
 * the CPU.
 */
final class Sxc16 implements Scenario {
    @Override
    public String name() {
        return "sxc16";
    }

    @Override
    public String fault() {
        return "the console hangs: interrupts over interrupts over its taskq thread, no thread switched for hours";
    }

    @Override
    public int mostVcpus() {
        return 1;
    }

    @Override
    public FrozenDomain freeze(Options options) {
        return new Run(options).freeze();
    }

    private static final class Run {
        private static final int SOFT_LEVEL = 10;
        private static final int CLOCK_LEVEL = 14;
        private static final int TIMER_IRQ = 258;
        private static final int STREAMS_PRIORITY = 60;
        private static final int SPARE_COMMANDS = 16;
        private static final int PATIENCE = 20_000;
        private static final long OUTER_TRACE = 0x048;
        private static final long INNER_TRACE = 0xf98;

        private final HungConsole values;
        private final Domain domain;
        private final Kernel kernel;
        private final Simulation simulation;
        private final Cpu cpu;
        private final ConsoleStreams console;
        private final Population population;
        private final Mutex lock;

        private Run(Options options) {
            this.kernel = Kernel.load(options.pages(), 1, new Random(~options.seed()), options.virtualisation());
            this.values = HungConsole.of(options.seed(), new Random(options.seed()), kernel);
            values.promise(kernel.kmem());
            Domain.Places places = new Domain.Places(values.idleThread(), values.softThread());
            this.domain = new Domain("sxc16", options, kernel, 1, places);
            this.simulation = domain.simulation();
            this.cpu = simulation.cpus().getFirst();
            this.console = new ConsoleStreams(kernel, values);
            this.population = new Population(domain);
            this.lock = simulation.mutex(values.mutex());
        }

        private FrozenDomain freeze() {
            domain.bootMessages();
            GuestProcess sched = domain.sched();
            population.kernelThreads();
            population.taskq(sched, "callout_taskq", 2);
            population.taskq(sched, "system_taskq", 4);
            Taskq streams = population.taskq(sched, "streams_taskq", 1);
            population.daemons();
            console.build(streams.structure());
            population.commands(values.runnable() + SPARE_COMMANDS);
            population.shortLived();
            Crowd.fill(domain, population);
            domain.hardware().start();
            simulation.run(100L + kernel.random().nextInt(400));
            if (!simulation.runUntil(this::isQuiet, PATIENCE)) {
                throw new IllegalStateException("the domain never comes to rest");
            }
            hang(sched, streams);
            simulation.pass(values.ticksSinceSwitch());
            domain.hardware().packet();
            return domain.freeze(xen(), frozen -> List.of());
        }

        /**
         * What the domain shares with others. Of what was typed and what the store told since the CPU hangs nothing was read; in the
         * domain of the known session there was nothing.
         */
        private XenInterface xen() {
            StoreSituation[] situations = StoreSituation.values();
            boolean known = domain.options().seed() == HungConsole.FIRST;
            XenInterface xen = domain.xen(
                    known ? StoreSituation.QUIET : situations[kernel.random().nextInt(situations.length)]);
            xen.type("\r".repeat(1 + kernel.random().nextInt(5)), known);
            xen.write("\r\n", kernel.random().nextBoolean());
            xen.complete();
            return xen;
        }

        /** Whether the CPU has nothing to do, and enough threads only wait for their time to come. */
        private boolean isQuiet() {
            return cpu.isIdle() && sleepers().count() >= values.runnable() - 1;
        }

        private Stream<SimThread> sleepers() {
            return population.commands().stream().filter(each -> each.waitsFor() instanceof Condition);
        }

        /** The console's thread gets the CPU and is interrupted twice, while its work and that of others wakes many threads. */
        private void hang(GuestProcess sched, Taskq streams) {
            SimThread worker = simulation.kernelThread(
                    domain.threads().kernelThread(values.consoleThread()),
                    sched,
                    STREAMS_PRIORITY,
                    Frame.of("taskq_d_thread", values.entry()),
                    List.of(serving()));
            worker.taskq(streams);
            simulation.run(0);
            List<SimThread> wake = new ArrayList<>(sleepers().toList());
            Collections.shuffle(wake, kernel.random());
            wake.subList(0, values.runnable() - 1).forEach(simulation::wake);
            long vector = cpu.processor().cpu().va();
            simulation
                    .interrupts()
                    .endless(
                            cpu,
                            SOFT_LEVEL,
                            0,
                            OUTER_TRACE,
                            simulation.server(values.softThread()),
                            List.of(
                                    Frame.of("dispatch_softint", values.oldLevel(), 0),
                                    Frame.of("av_dispatch_softvect", SOFT_LEVEL)));
            simulation
                    .interrupts()
                    .endless(
                            cpu,
                            CLOCK_LEVEL,
                            TIMER_IRQ,
                            INNER_TRACE,
                            null,
                            List.of(
                                    Frame.of("dispatch_hilevel", TIMER_IRQ, 0),
                                    Frame.of("av_dispatch_autovect", TIMER_IRQ),
                                    Frame.of("cbe_fire"),
                                    Frame.of("cyclic_fire", vector)));
            cpu.baseLevel(values.oldLevel());
            cpu.wantsSwitch(true);
            cpu.wantsKernelSwitch(true);
        }

        /** What the console's thread does: it serves the console's queues, and lets the one waiting writer go on. */
        private Step serving() {
            Step release = SystemCalls.call(
                    Frame.of("mutex_vector_exit", values.mutex()),
                    new Step.Exit(lock),
                    nested(
                            Frame.of("turnstile_wakeup", values.turnstile(), 0, 1, 0),
                            Frame.of("disp_lock_exit", cpu.processor().queueLock()),
                            Frame.of("intr_restore"),
                            Frame.of("_sys_rtt_ints_disabled"),
                            Frame.of("sti")));
            Step write = SystemCalls.call(
                    Frame.of("xenconswput", console.consoleWriteQueue(), values.inner()),
                    new Step.Enter(lock),
                    new Step.Act(thread -> consoleWriter()),
                    release);
            List<Frame> outside = List.of(
                    Frame.of("stream_service", values.stream()),
                    Frame.of("queue_service", values.consoleQueue()),
                    Frame.of("runservice", values.consoleQueue()),
                    Frame.of("xenconsrsrv", values.consoleQueue()),
                    Frame.of("putnext", values.consoleQueue(), values.outer()),
                    Frame.of("ldtermrput", values.disciplineQueue(), values.outer()),
                    Frame.of("ldtermrmsg", values.disciplineQueue(), values.outer()),
                    Frame.of("putnext", console.disciplineWriteQueue(), values.inner()));
            Step step = write;
            for (Frame frame : outside.reversed()) {
                step = SystemCalls.call(frame, step);
            }
            return step;
        }

        private static Step nested(Frame... frames) {
            Step step = new Step.Work(Integer.MAX_VALUE);
            for (Frame frame : List.of(frames).reversed()) {
                step = SystemCalls.call(frame, step);
            }
            return step;
        }

        /** syslogd has written to the console, and waits for its lock. */
        private void consoleWriter() {
            GuestProcess syslogd = domain.processes().user(95, 1, 0, "/usr/sbin/syslogd");
            long vnode = kernel.make("vnode_t").set("v_count", 1).va();
            long buffer = kernel.text("console message\n");
            long message = kernel.make("mblk_t").set("b_rptr", buffer).va();
            long queue = console.disciplineWriteQueue();
            List<Frame> calls = List.of(
                    Frame.of("write32", 3, 0x8047a20, 16),
                    Frame.of("strwrite", vnode, 0x8047a20, 0),
                    Frame.of("putnext", queue, message),
                    Frame.of("ldtermwput", queue, message),
                    Frame.of("putnext", queue, message),
                    Frame.of("xenconswput", console.consoleWriteQueue(), message));
            simulation.waiter(domain.threads().processThread(syslogd, 1), syslogd, 59, calls, lock, values.turnstile());
        }
    }
}

package dev.xmdb.sim.scenario;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.dump.vcpu.SharedInfoBuilder;
import dev.xmdb.sim.solaris.EventChannels;
import dev.xmdb.sim.solaris.EventChannels.Bound;
import dev.xmdb.sim.solaris.EventChannels.Driver;
import dev.xmdb.sim.solaris.EventChannels.Kind;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.KernelThread;
import dev.xmdb.sim.solaris.MemoryMap;
import dev.xmdb.sim.solaris.MessageLog;
import dev.xmdb.sim.solaris.Processes;
import dev.xmdb.sim.solaris.Processor;
import dev.xmdb.sim.solaris.StackBuilder;
import dev.xmdb.sim.solaris.SystemIdentity;
import dev.xmdb.sim.solaris.ThreadState;
import dev.xmdb.sim.solaris.Threads;
import dev.xmdb.sim.solaris.kmem.image.KmemImage;
import dev.xmdb.sim.solaris.kmem.image.VmemImage;
import dev.xmdb.sim.solaris.xen.StoreSituation;
import dev.xmdb.sim.solaris.xen.XenInterface;
import dev.xmdb.sim.truth.DomainTruth;
import dev.xmdb.sim.truth.MemoryTruth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

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
    public FrozenDomain freeze(Options options) {
        return new Run(options).freeze();
    }

    private static final class Run {
        private static final int BOOT = 1_182_333_600;
        private static final int TICKS_PER_SECOND = 100;
        private static final int SOFT_LEVEL = 10;
        private static final int CLOCK_LEVEL = 14;
        private static final int TIMER_IRQ = 258;
        private static final int FREE_INTERRUPT_THREADS = 9;
        private static final int STREAMS_PRIORITY = 60;
        private static final long OUTER_TRACE = 0x048;
        private static final long INNER_TRACE = 0xf98;
        private static final long SHARED_INFO = 0xffffffffff5fd000L;
        private static final long XEN_FRAME = 0x1f3;
        private static final int DOMAIN = 6;

        private final Options options;
        private final HungConsole values;
        private final Kernel kernel;
        private final Threads threads;
        private final Processes processes;
        private final Processor processor;
        private final EventChannels channels;
        private final MessageLog log;
        private final ConsoleStreams console;
        private final Population population;

        private Run(Options options) {
            this.options = options;
            this.kernel = Kernel.load(options.pages(), new Random(~options.seed()));
            this.values = HungConsole.of(options.seed(), new Random(options.seed()), kernel);
            this.threads = new Threads(kernel);
            this.processes = new Processes(kernel, BOOT);
            this.processor = new Processor(kernel);
            this.channels = new EventChannels(kernel);
            this.log = new MessageLog(kernel);
            this.console = new ConsoleStreams(kernel, values);
            this.population = new Population(kernel, threads, processes, processor);
        }

        private FrozenDomain freeze() {
            values.promise(kernel.kmem());
            SystemIdentity.write(kernel, "sxc16");
            GuestProcess sched = population.kernelThreads();
            population.taskq(sched, "callout_taskq", 2);
            population.taskq(sched, "system_taskq", 4);
            GuestStruct streams = population.taskq(sched, "streams_taskq", 2);
            idle(sched);
            for (int thread = 0; thread < FREE_INTERRUPT_THREADS; thread++) {
                threads.freeInterruptThread(
                        threads.nextKernelThread(), sched, processor.cpu().va());
            }
            population.daemons();
            console.build(streams);
            consoleWriter();
            population.runnable(values.runnable() - 1);
            StackBuilder live = interrupts(sched, streams);
            long now = clock();
            XenInterface xen = xen(sched);
            bind(xen);
            messages();
            threads.link();
            processes.link();
            kernel.space().tables().mapForeign(SHARED_INFO, XEN_FRAME, 0);
            kernel.set("HYPERVISOR_shared_info", SHARED_INFO);
            kernel.settle();
            MemoryMap map = new MemoryMap(kernel);
            long frameLists = map.write(processes.all());
            new KmemImage(kernel).write();
            new VmemImage(kernel).write();
            DomainTruth truth = new DomainTruth(kernel);
            truth.domain("sxc16", options.seed());
            truth.processor(processor, values.oldLevel(), now - values.ticksSinceSwitch(), now, threads.all());
            truth.vcpu(live);
            truth.threads(threads.all());
            truth.processes(processes.all());
            truth.channels(channels.bound());
            truth.messages(log.messages());
            truth.pageTables(map.described());
            truth.xen(xen);
            truth.add(new MemoryTruth(kernel.kmem()).facts());
            return new FrozenDomain(kernel, List.of(context(live)), sharedInfo(frameLists), truth.facts());
        }

        private void idle(GuestProcess sched) {
            KernelThread idle = threads.kernelThread(
                    values.idleThread(),
                    sched,
                    ThreadState.ONPROC,
                    0,
                    -1,
                    "idle",
                    null,
                    stack -> stack.call("idle").call("swtch"));
            processor.cpu().set("cpu_idle_thread", idle.va());
        }

        /** syslogd wrote to the console, waited for its lock, and was just woken. */
        private void consoleWriter() {
            GuestProcess syslogd = processes.user(95, 1, 0, "/usr/sbin/syslogd");
            long vnode = kernel.make("vnode_t").set("v_count", 1).va();
            long buffer = kernel.text("console message\n");
            long message = kernel.make("mblk_t").set("b_rptr", buffer).va();
            processor.enqueue(threads.processThread(
                    syslogd,
                    ThreadState.RUN,
                    59,
                    1,
                    null,
                    stack -> stack.call("write32", 3, 0x8047a20, 16)
                            .call("strwrite", vnode, 0x8047a20, 0)
                            .call("putnext", console.disciplineWriteQueue(), message)
                            .call("ldtermwput", console.disciplineWriteQueue(), message)
                            .call("putnext", console.disciplineWriteQueue(), message)
                            .call("xenconswput", console.consoleWriteQueue(), message)
                            .call("mutex_vector_enter", values.mutex())
                            .call(
                                    "turnstile_block",
                                    values.turnstile(),
                                    0,
                                    values.mutex(),
                                    kernel.symbols().address("mutex_sobj_ops"),
                                    0,
                                    0)
                            .call("swtch")));
        }

        /** Builds the chain of three stacks that the CPU is on. */
        private StackBuilder interrupts(GuestProcess sched, GuestStruct streams) {
            long cpu = processor.cpu().va();
            KernelThread soft = threads.kernelThread(
                    values.softThread(),
                    sched,
                    ThreadState.ONPROC,
                    Threads.INTERRUPT,
                    Processor.INTERRUPT_BASE + SOFT_LEVEL,
                    "",
                    null,
                    stack -> {});
            List<StackBuilder> built = new ArrayList<>();
            List<Long> registers = new ArrayList<>();
            KernelThread worker = threads.kernelThread(
                    values.consoleThread(),
                    sched,
                    ThreadState.ONPROC,
                    0,
                    STREAMS_PRIORITY,
                    "taskq_d_thread",
                    null,
                    stack -> {
                        chain(stack, registers);
                        built.add(stack);
                    });
            threads.worksFor(worker, streams.va(), "streams_taskq");
            worker.kthread().set("t_pcb.val", 1, registers.get(0)).set("t_pcb.val", 2, registers.get(0));
            soft.kthread()
                    .set("t_pcb.val", 1, registers.get(1))
                    .set("t_pcb.val", 2, registers.get(1))
                    .set("t_intr", worker.va())
                    .set("t_pil", SOFT_LEVEL)
                    .set("t_bound_cpu", cpu);
            processor
                    .cpu()
                    .set("cpu_thread", soft.va())
                    .set("cpu_dispthread", worker.va())
                    .set("cpu_dispatch_pri", STREAMS_PRIORITY)
                    .set("cpu_intr_actv", (1 << SOFT_LEVEL) | (1 << CLOCK_LEVEL))
                    .set("cpu_base_spl", values.oldLevel())
                    .set("cpu_runrun", 1)
                    .set("cpu_kprunrun", 1);
            return built.getFirst();
        }

        private void chain(StackBuilder stack, List<Long> registers) {
            long traces = kernel.symbols().address("trap_tr0");
            stack.call("taskq_d_thread", values.entry())
                    .call("stream_service", values.stream())
                    .call("queue_service", values.consoleQueue())
                    .call("runservice", values.consoleQueue())
                    .call("xenconsrsrv", values.consoleQueue())
                    .call("putnext", values.consoleQueue(), values.outer())
                    .call("ldtermrput", values.disciplineQueue(), values.outer())
                    .call("ldtermrmsg", values.disciplineQueue(), values.outer())
                    .call("putnext", console.disciplineWriteQueue(), values.inner())
                    .call("xenconswput", console.consoleWriteQueue(), values.inner())
                    .call("mutex_vector_exit", values.mutex())
                    .call("turnstile_wakeup", values.turnstile(), 0, 1, 0)
                    .call("disp_lock_exit", processor.queueLock())
                    .call("intr_restore")
                    .call("_sys_rtt_ints_disabled")
                    .call("sti");
            registers.add(stack.interrupt());
            stack.call("xen_callback_handler", registers.get(0), traces + OUTER_TRACE)
                    .call("do_interrupt", registers.get(0), traces + OUTER_TRACE)
                    .call("dosoftint", registers.get(0))
                    .call("switch_sp_and_call")
                    .switchTo(values.softThread())
                    .call("dispatch_softint", values.oldLevel(), 0)
                    .call("av_dispatch_softvect", SOFT_LEVEL);
            registers.add(stack.interrupt());
            stack.call("xen_callback_handler", registers.get(1), traces + INNER_TRACE)
                    .call("do_interrupt", registers.get(1), traces + INNER_TRACE)
                    .call("switch_sp_and_call")
                    .switchTo(processor.interruptStack())
                    .call("dispatch_hilevel", TIMER_IRQ, 0)
                    .call("av_dispatch_autovect", TIMER_IRQ)
                    .call("cbe_fire")
                    .call("cyclic_fire", processor.cpu().va());
        }

        /** What the domain shares with others. Of what was typed and what the store told since the CPU hangs nothing was read. */
        private XenInterface xen(GuestProcess sched) {
            StoreSituation[] situations = StoreSituation.values();
            StoreSituation situation = options.seed() == 1
                    ? StoreSituation.EVENTS_UNREAD
                    : situations[kernel.random().nextInt(situations.length)];
            XenInterface xen = new XenInterface(kernel, DOMAIN, "sxc16", XEN_FRAME << Frames.PAGE_SHIFT, situation);
            xen.type("\r".repeat(1 + kernel.random().nextInt(5)), false);
            xen.write("\r\n", kernel.random().nextBoolean());
            xen.complete();
            xen.threads(threads, sched);
            return xen;
        }

        /** Sets the clocks. Returns the time since boot in ticks. */
        private long clock() {
            long now = values.ticksSinceSwitch() + 20_000 + kernel.random().nextInt(10_000);
            kernel.set("lbolt", now);
            kernel.set("lbolt64", now);
            kernel.variable("timestruc_t", "hrestime").set("tv_sec", BOOT + now / TICKS_PER_SECOND);
            processor.cpu().set("cpu_last_swtch", now - values.ticksSinceSwitch());
            return now;
        }

        private void bind(XenInterface xen) {
            boolean inputWaits = kernel.random().nextBoolean();
            channels.bind(new Bound(3, 256, Kind.VIRTUAL, 1, 15, -1, "xen_debug_handler", null, false, false));
            channels.bind(device(1, 257, 1, "xenbus_intr", "xpvd", 0, xen.isStorePending()));
            channels.bind(new Bound(4, TIMER_IRQ, Kind.VIRTUAL, 0, CLOCK_LEVEL, 1, "cbe_fire", null, false, false));
            channels.bind(device(5, 259, 5, "xdf_intr", "xdf", 0, false));
            channels.bind(device(2, 260, 9, "xenconsintr", "xencons", 0, xen.isConsolePending()));
            channels.bind(device(6, 261, 6, "xnf_intr", "xnf", 0, inputWaits));
            channels.bind(device(7, 262, 6, "xnf_intr", "xnf", 1, false));
            channels.soft(SOFT_LEVEL, "cbe_softclock");
        }

        private static Bound device(
                int channel, int irq, int level, String handler, String driver, int instance, boolean pending) {
            Driver taker = new Driver(driver, instance);
            return new Bound(channel, irq, Kind.CHANNEL, -1, level, 1, handler, taker, pending, false);
        }

        private void messages() {
            log.log(BOOT + 1, 100, "SunOS Release 5.11 Version onnv-johnlev 64-bit");
            log.log(BOOT + 3, 300, "NOTICE: xdf0: connected to backend");
            log.log(BOOT + 4, 400, "NOTICE: xnf0 link up, 1000 Mbps, full duplex");
        }

        private byte[] context(StackBuilder live) {
            return SystemIdentity.context(kernel)
                    .register("rip", live.boundary())
                    .register("rsp", live.stackPointer())
                    .register("rbp", live.framePointer())
                    .register("rdi", processor.cpu().va())
                    .register("r14", processor.cpu().va())
                    .kernelStack(0xe02b, values.consoleThread())
                    .build();
        }

        private byte[] sharedInfo(long frameLists) {
            SharedInfoBuilder builder = SharedInfoBuilder.x86_64()
                    .p2mTree(options.pages(), frameLists)
                    .wallClock(2, BOOT, 0)
                    .vcpu(0, new SharedInfo.VcpuInfo(false, true, 0, 0, 2, 0, 0));
            channels.bound().forEach(each -> builder.eventChannel(each.channel(), each.pending(), each.masked()));
            return builder.build();
        }
    }
}

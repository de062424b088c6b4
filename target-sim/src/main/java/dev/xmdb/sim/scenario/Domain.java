package dev.xmdb.sim.scenario;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.vcpu.GuestContextBuilder;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.dump.vcpu.SharedInfoBuilder;
import dev.xmdb.sim.solaris.EventChannels;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.GuestProcess;
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
import dev.xmdb.sim.solaris.Threads.Place;
import dev.xmdb.sim.solaris.kmem.image.KmemImage;
import dev.xmdb.sim.solaris.kmem.image.VmemImage;
import dev.xmdb.sim.solaris.run.Cpu;
import dev.xmdb.sim.solaris.run.Freezer;
import dev.xmdb.sim.solaris.run.SimThread;
import dev.xmdb.sim.solaris.run.Simulation;
import dev.xmdb.sim.solaris.xen.StoreSituation;
import dev.xmdb.sim.solaris.xen.XenInterface;
import dev.xmdb.sim.truth.DomainTruth;
import dev.xmdb.sim.truth.MemoryTruth;
import dev.xmdb.sim.truth.RunTruth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** A domain from its boot to the moment when it is frozen: the ground that every scenario stands on. */
final class Domain {
    /** When it booted, in seconds since 1970. */
    static final int BOOT = 1_182_333_600;

    private static final int TICKS_PER_SECOND = 100;
    private static final int NANOSECONDS_PER_TICK = 1_000_000_000 / TICKS_PER_SECOND;
    private static final int INTERRUPT_THREADS = 10;
    private static final int MOST_VCPU_INFOS = 32;
    private static final long SHARED_INFO = 0xffffffffff5fd000L;
    private static final int NUMBER = 6;

    private final String name;
    private final Scenario.Options options;
    private final Kernel kernel;
    private final Threads threads;
    private final Processes processes;
    private final Simulation simulation;
    private final MessageLog log;
    private final GuestProcess sched;
    private final Hardware hardware;

    /**
     * Where the build of a domain has its threads.
     *
     * @param idle the first CPU's idle thread; 0 for anywhere
     * @param server one of its interrupt threads; 0 for anywhere
     */
    record Places(long idle, long server) {
        static final Places ANYWHERE = new Places(0, 0);
    }

    Domain(String name, Scenario.Options options, int vcpus) {
        this(
                name,
                options,
                Kernel.load(options.pages(), vcpus, new Random(~options.seed()), options.virtualisation()),
                vcpus,
                Places.ANYWHERE);
    }

    Domain(String name, Scenario.Options options, Kernel kernel, int vcpus, Places places) {
        this.name = name;
        this.options = options;
        this.kernel = kernel;
        this.threads = new Threads(kernel);
        this.processes = new Processes(kernel, BOOT);
        this.simulation = new Simulation(kernel, 20_000L + kernel.random().nextInt(10_000));
        this.log = new MessageLog(kernel);
        SystemIdentity.write(kernel, name);
        this.sched = processes.sched();
        List<Processor> processors = new ArrayList<>();
        for (int id = 0; id < vcpus; id++) {
            processors.add(id == 0 ? Processor.first(kernel) : Processor.another(kernel, id));
            Places wanted = id == 0 ? places : Places.ANYWHERE;
            Cpu cpu = simulation.cpu(processors.getLast(), sched, place(wanted.idle()));
            simulation.interruptThread(cpu, sched, place(wanted.server()));
            for (int thread = 1; thread < INTERRUPT_THREADS; thread++) {
                simulation.interruptThread(cpu, sched, threads.kernelThread());
            }
        }
        Processor.link(kernel, processors);
        this.hardware = new Hardware(simulation, new EventChannels(kernel));
    }

    private Place place(long va) {
        return va == 0 ? threads.kernelThread() : threads.kernelThread(va);
    }

    Scenario.Options options() {
        return options;
    }

    Kernel kernel() {
        return kernel;
    }

    Threads threads() {
        return threads;
    }

    Processes processes() {
        return processes;
    }

    Simulation simulation() {
        return simulation;
    }

    GuestProcess sched() {
        return sched;
    }

    Hardware hardware() {
        return hardware;
    }

    /** Logs a message of now. */
    void log(String text) {
        long tick = simulation.tick();
        log.log((int) (BOOT + tick / TICKS_PER_SECOND), (int) tick, text);
    }

    /** Logs what a kernel says as it boots. */
    void bootMessages() {
        log.log(BOOT + 1, 100, "SunOS Release 5.11 Version onnv-johnlev 64-bit");
        long bytes = (long) options.pages() << Frames.PAGE_SHIFT;
        log.log(BOOT + 1, 101, "mem = " + bytes / 1024 + "K (0x" + Long.toHexString(bytes) + ")");
        log.log(BOOT + 1, 110, "root nexus = i86xpv");
        log.log(BOOT + 1, 112, "pseudo0 at root");
        log.log(BOOT + 1, 112, "pseudo0 is /pseudo");
        log.log(BOOT + 2, 204, "xpvd0 at root");
        log.log(BOOT + 2, 204, "xpvd0 is /xpvd");
        for (Cpu cpu : simulation.cpus().subList(1, simulation.cpus().size())) {
            log.log(BOOT + 2, 230, "cpu" + cpu.id() + " initialization complete - online");
        }
        log.log(BOOT + 3, 300, "NOTICE: xdf0: connected to backend");
        log.log(BOOT + 3, 302, "xdf0 is /xpvd/xdf@51712");
        log.log(BOOT + 4, 400, "NOTICE: xnf0 link up, 1000 Mbps, full duplex");
        log.log(BOOT + 4, 430, "NOTICE: xnf1 link up, 1000 Mbps, full duplex");
        log.log(BOOT + 6, 610, "dump on /dev/dsk/c0d0s1 size 512 MB");
    }

    /** A fact about what is wrong. */
    static Map<String, Object> fact(String kind) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("kind", kind);
        return fact;
    }

    /** An address as the truth tells it. */
    static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    /** The addresses of threads, as the truth tells them. */
    static List<Object> addresses(List<SimThread> threads) {
        return new ArrayList<>(threads.stream().map(each -> hex(each.va())).toList());
    }

    /** What the domain shares with others. */
    XenInterface xen(StoreSituation situation) {
        return new XenInterface(
                kernel, NUMBER, name, options.virtualisation().sharedInfoFrame() << Frames.PAGE_SHIFT, situation);
    }

    /** What is wrong with a frozen domain: does it to the domain where that is still to be done, and tells of it. */
    interface Fault {
        /** Returns what is wrong, for the truth. */
        List<Map<String, Object>> in(Freezer frozen);
    }

    /** Freezes it, with nothing left unread on what it shares with others. */
    FrozenDomain freeze(Fault fault) {
        XenInterface quiet = xen(StoreSituation.QUIET);
        quiet.complete();
        return freeze(quiet, fault);
    }

    /**
     * Freezes it.
     *
     * @param xen what it shares with others
     */
    FrozenDomain freeze(XenInterface xen, Fault fault) {
        xen.threads(simulation, threads, sched);
        hardware.shares(xen);
        Freezer freezer = new Freezer(simulation, threads);
        freezer.freeze();
        long tick = simulation.tick();
        kernel.variable("timestruc_t", "hrestime")
                .set("tv_sec", BOOT + tick / TICKS_PER_SECOND)
                .set("tv_nsec", tick % TICKS_PER_SECOND * NANOSECONDS_PER_TICK);
        hardware.bind();
        threads.link();
        processes.link();
        endedProcesses();
        List<Map<String, Object>> faults = fault.in(freezer);
        kernel.space().tables().mapForeign(SHARED_INFO, options.virtualisation().sharedInfoFrame(), 0);
        kernel.set("HYPERVISOR_shared_info", SHARED_INFO);
        kernel.settle();
        MemoryMap map = new MemoryMap(kernel);
        long frameLists = map.write(processes.all());
        new KmemImage(kernel).write();
        new VmemImage(kernel).write();
        DomainTruth truth = new DomainTruth(kernel);
        truth.domain(name, options.seed());
        truth.put("time", BOOT + tick / TICKS_PER_SECOND);
        new RunTruth(simulation, freezer).tell(truth);
        truth.vcpus(freezer.live());
        truth.threads(threads.all());
        truth.processes(processes.all());
        truth.channels(hardware.channels().bound());
        truth.messages(log.messages());
        truth.pageTables(map.described());
        truth.xen(xen);
        truth.add(new MemoryTruth(kernel.kmem()).facts());
        truth.put("faults", faults);
        return new FrozenDomain(kernel, contexts(freezer), sharedInfo(frameLists), truth.facts());
    }

    /** Marks processes none of whose threads is left. */
    private void endedProcesses() {
        Set<Long> alive = new HashSet<>();
        for (KernelThread thread : threads.all()) {
            if (thread.state() != ThreadState.ZOMB) {
                alive.add(thread.owner().proc().va());
            }
        }
        for (GuestProcess process : processes.all()) {
            if (!alive.contains(process.proc().va())) {
                process.proc().set("p_stat", 3);
            }
        }
    }

    private List<byte[]> contexts(Freezer freezer) {
        List<byte[]> contexts = new ArrayList<>();
        for (Cpu cpu : simulation.cpus()) {
            StackBuilder live = freezer.live().get(cpu.id());
            SimThread running = cpu.thread();
            long va = cpu.processor().cpu().va();
            GuestContextBuilder context = SystemIdentity.context(kernel)
                    .register("rip", live.boundary())
                    .register("rsp", live.stackPointer())
                    .register("rbp", live.framePointer())
                    .register("rdi", va)
                    .register("r14", va);
            long top = (running == null ? cpu.idle() : running).place().top();
            contexts.add(SystemIdentity.kernelStack(kernel, context, top).build());
        }
        return contexts;
    }

    private byte[] sharedInfo(long frameLists) {
        SharedInfoBuilder builder = SharedInfoBuilder.x86_64()
                .p2mTree(frameLists == 0 ? 0 : options.pages(), frameLists)
                .wallClock(2, BOOT, 0);
        // The kernel masks every channel as it starts, and unmasks those that it binds.
        IntStream.range(0, EventChannels.CHANNELS).forEach(channel -> builder.eventChannel(channel, false, true));
        long[] selectors = new long[simulation.cpus().size()];
        for (EventChannels.Bound each : hardware.channels().bound()) {
            builder.eventChannel(each.channel(), each.pending(), each.masked());
            if (each.pending() && !each.masked()) {
                selectors[Long.numberOfTrailingZeros(each.cpus())] |= 1L << (each.channel() / Long.SIZE);
            }
        }
        for (int id = 0; id < Math.min(selectors.length, MOST_VCPU_INFOS); id++) {
            boolean interrupted = !simulation.cpus().get(id).isIdle();
            builder.vcpu(id, new SharedInfo.VcpuInfo(selectors[id] != 0, interrupted, selectors[id], 0, 2, 0, 0));
        }
        return builder.build();
    }
}

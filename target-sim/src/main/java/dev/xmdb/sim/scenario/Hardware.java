package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.EventChannels;
import dev.xmdb.sim.solaris.EventChannels.Bound;
import dev.xmdb.sim.solaris.EventChannels.Driver;
import dev.xmdb.sim.solaris.EventChannels.Kind;
import dev.xmdb.sim.solaris.run.Condition;
import dev.xmdb.sim.solaris.run.Cpu;
import dev.xmdb.sim.solaris.run.Device;
import dev.xmdb.sim.solaris.run.Frame;
import dev.xmdb.sim.solaris.run.Semaphore;
import dev.xmdb.sim.solaris.run.Simulation;
import dev.xmdb.sim.solaris.run.Step;
import dev.xmdb.sim.solaris.xen.XenInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The devices of a domain: timers, a disk, network interfaces, the console, the store. */
final class Hardware {
    private static final int XENBUS = 1;
    private static final int CONSOLE = 2;
    private static final int DEBUG = 3;
    private static final int TIMER = 4;
    private static final int DISK = 5;
    private static final int NETWORK = 6;
    private static final int FREE = 8;
    private static final int DEBUG_IRQ = 256;
    private static final int TIMER_IRQ = 258;
    private static final int FIRST_PROCESSOR_IRQ = 263;
    private static final int CLOCK_LEVEL = 14;
    private static final int SOFT_LEVEL = 10;
    private static final int SHORTEST_IO = 300;
    private static final int LONGEST_IO = 4000;
    private static final List<Integer> PROCESSOR_LEVELS = List.of(15, 13, 11);

    private final Simulation simulation;
    private final EventChannels channels;
    private final List<Device> timers = new ArrayList<>();
    private final List<Semaphore> done = new ArrayList<>();
    private final List<Semaphore> submitted = new ArrayList<>();
    private final List<Condition> network = new ArrayList<>();
    private final Device store;
    private final Device console;
    private final Device disk;
    private final Device first;
    private final Device second;

    Hardware(Simulation simulation, EventChannels channels) {
        this.simulation = simulation;
        this.channels = channels;
        Cpu boot = simulation.cpus().getFirst();
        int next = FREE;
        for (Cpu cpu : simulation.cpus()) {
            int channel = cpu.id() == 0 ? TIMER : next++;
            timers.add(device(
                    channel,
                    TIMER_IRQ,
                    CLOCK_LEVEL,
                    Frame.of("cbe_fire"),
                    cpu,
                    () -> simulation.clock().timerBody(cpu)));
        }
        long softState = simulation.kernel().heap().allocate(64);
        simulation.kernel().set("xpvd_statep", softState);
        store = device(XENBUS, 257, 1, Frame.of("xenbus_intr", 0), boot, () -> List.of(new Step.Work(9)));
        console = device(CONSOLE, 260, 9, Frame.of("xenconsintr", softState), boot, () -> List.of(new Step.Work(7)));
        disk = device(DISK, 259, 5, Frame.of("xdf_intr", softState + 16), boot, this::finishIo);
        first = device(NETWORK, 261, 6, Frame.of("xnf_intr", softState + 32), boot, this::receive);
        second = device(NETWORK + 1, 262, 6, Frame.of("xnf_intr", softState + 48), boot, this::receive);
    }

    private Device device(int channel, int irq, int level, Frame handler, Cpu cpu, Supplier<List<Step>> body) {
        return simulation.interrupts().device(channel, irq, level, handler, body, cpu);
    }

    EventChannels channels() {
        return channels;
    }

    /** The disk's interrupt. */
    Device disk() {
        return disk;
    }

    /** The semaphores of reads and writes that the disk has not answered yet, as far as the domain knows. */
    List<Semaphore> submitted() {
        return submitted;
    }

    /** Lets the timers tick, and packets and messages come in. */
    void start() {
        simulation.clock().start(timers);
        arrive(first, 1500);
        arrive(second, 9000);
        arrive(console, 20_000);
        arrive(store, 60_000);
    }

    private void arrive(Device device, int every) {
        simulation.after(1 + simulation.kernel().random().nextInt(2 * every), () -> {
            arrive(device, every);
            simulation.interrupts().raise(device);
        });
    }

    /** A condition that a packet may make true. */
    void listens(Condition condition) {
        network.add(condition);
    }

    /** Lets the disk read or write; it gives a unit to the semaphore when it is done. */
    void submit(Semaphore completion) {
        submitted.add(completion);
        int time = SHORTEST_IO + simulation.kernel().random().nextInt(LONGEST_IO - SHORTEST_IO);
        simulation.after(time, () -> {
            done.add(completion);
            simulation.interrupts().raise(disk);
        });
    }

    private List<Step> finishIo() {
        return List.of(new Step.Work(21), new Step.Act(thread -> {
            done.forEach(each -> {
                submitted.remove(each);
                simulation.up(each);
            });
            done.clear();
        }));
    }

    private List<Step> receive() {
        return List.of(new Step.Work(30), new Step.Act(thread -> {
            if (!network.isEmpty()) {
                simulation.signal(network.get(simulation.kernel().random().nextInt(network.size())));
            }
        }));
    }

    /** Something comes in from the network. */
    void packet() {
        simulation.interrupts().raise(first);
    }

    /** Leaves pending what has come in on the shared rings and was not read. */
    void shares(XenInterface xen) {
        store.pending(xen.isStorePending());
        console.pending(xen.isConsolePending());
    }

    /** Writes the tables of event channels, as they stand. */
    void bind() {
        int cpus = simulation.cpus().size();
        long all = cpus == Long.SIZE ? -1 : (1L << cpus) - 1;
        channels.bind(new Bound(DEBUG, DEBUG_IRQ, Kind.VIRTUAL, 1, 15, all, "xen_debug_handler", null, false, false));
        bind(store, Kind.CHANNEL, new Driver("xenbus", 0));
        for (Device timer : timers) {
            bind(timer, Kind.VIRTUAL, null);
        }
        bind(disk, Kind.CHANNEL, new Driver("xdf", 0));
        bind(console, Kind.CHANNEL, new Driver("xencons", 0));
        bind(first, Kind.CHANNEL, new Driver("xnf", 0));
        bind(second, Kind.CHANNEL, new Driver("xnf", 1));
        int channel = FREE + cpus - 1;
        for (int index = 0; cpus > 1 && index < PROCESSOR_LEVELS.size(); index++) {
            int level = PROCESSOR_LEVELS.get(index);
            String handler = level == 11 ? "" : "xc_serv";
            for (int cpu = 0; cpu < cpus; cpu++) {
                int irq = FIRST_PROCESSOR_IRQ + index;
                channels.bind(
                        new Bound(channel++, irq, Kind.PROCESSOR, -1, level, 1L << cpu, handler, null, false, false));
            }
        }
        channels.soft(SOFT_LEVEL, "cbe_softclock");
    }

    private void bind(Device device, Kind kind, @Nullable Driver driver) {
        channels.bind(new Bound(
                device.channel(),
                device.irq(),
                kind,
                kind == Kind.VIRTUAL ? 0 : -1,
                device.level(),
                1L << device.cpu().id(),
                device.handler().function(),
                driver,
                device.pending(),
                device.masked()));
    }
}

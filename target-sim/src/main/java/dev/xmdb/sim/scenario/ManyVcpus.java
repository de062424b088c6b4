package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.run.Cpu;
import dev.xmdb.sim.solaris.run.Frame;
import dev.xmdb.sim.solaris.run.Mutex;
import dev.xmdb.sim.solaris.run.SimThread;
import dev.xmdb.sim.solaris.run.Step;
import java.util.List;
import java.util.Map;

/** 64 vCPUs, all busy; one spins for a mutex whose owner runs on another and does not let go. */
final class ManyVcpus implements Scenario {
    private static final int COMMANDS = 16;
    private static final int PATIENCE = 500;
    private static final int LONG = 1_000_000_000;

    @Override
    public String name() {
        return "many-vcpus";
    }

    @Override
    public String fault() {
        return "64 busy vCPUs: one spins for a mutex that a thread on another vCPU holds and does not release";
    }

    @Override
    public int usualPages() {
        return 1 << 15;
    }

    @Override
    public int usualVcpus() {
        return Options.MOST_VCPUS;
    }

    @Override
    public int leastVcpus() {
        return 2;
    }

    @Override
    public FrozenDomain freeze(Options options) {
        int vcpus = options.orUsually(this).vcpus();
        Domain domain = new Domain(name(), options, vcpus);
        Population population = Inhabitants.of(domain, COMMANDS);
        var random = domain.kernel().random();
        domain.simulation().run(10L + random.nextInt(20));
        Mutex mutex = domain.simulation().mutex(domain.kernel().symbols().address("cpu_lock"));
        SimThread holder = locker(population, mutex);
        domain.simulation().runUntil(() -> holder.equals(mutex.owner()), PATIENCE);
        SimThread spinner = locker(population, mutex);
        for (int busy = 0; busy < vcpus + vcpus / 4; busy++) {
            GuestProcess process = population.newProcess("/opt/bin/simulate " + busy);
            int time = 2_000 + random.nextInt(20_000);
            population.thread(
                    process, 1, random.nextInt(60), place -> population.calls().compute(time));
        }
        domain.simulation().run(50L + random.nextInt(50));
        domain.simulation().runUntil(() -> allBusy(domain) && runs(holder) && runs(spinner), PATIENCE);
        return domain.freeze(frozen -> List.of(told(mutex, holder, spinner)));
    }

    private static SimThread locker(Population population, Mutex mutex) {
        GuestProcess process = population.newProcess("/usr/sbin/psradm -f 1");
        Step look = SystemCalls.call(
                Frame.of("lookuppnat", 0x8047000, 0), new Step.Enter(mutex), new Step.Work(LONG), new Step.Exit(mutex));
        return population.thread(
                process,
                1,
                59,
                place -> List.of(SystemCalls.call(Frame.of("fstatat32", -3041965, 0x8047000, 0x8047100, 0), look)));
    }

    private static boolean allBusy(Domain domain) {
        return domain.simulation().cpus().stream().noneMatch(Cpu::isIdle);
    }

    private static boolean runs(SimThread thread) {
        Cpu cpu = thread.cpu();
        return cpu != null && thread.equals(cpu.thread());
    }

    private static Map<String, Object> told(Mutex mutex, SimThread holder, SimThread spinner) {
        Map<String, Object> fault = Domain.fact("spinning");
        fault.put("lock", Domain.hex(mutex.va()));
        fault.put("owner", Domain.hex(holder.va()));
        fault.put("owner_cpu", cpu(holder));
        fault.put("spinner", Domain.hex(spinner.va()));
        fault.put("spinner_cpu", cpu(spinner));
        return fault;
    }

    private static int cpu(SimThread thread) {
        Cpu cpu = thread.cpu();
        return cpu == null ? -1 : cpu.id();
    }
}

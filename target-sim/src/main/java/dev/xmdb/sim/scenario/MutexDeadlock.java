package dev.xmdb.sim.scenario;

import dev.xmdb.sim.scenario.SystemCalls.OpenFile;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.run.Frame;
import dev.xmdb.sim.solaris.run.Lock;
import dev.xmdb.sim.solaris.run.SimThread;
import dev.xmdb.sim.solaris.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Threads that hold a file's mutex while they want the next one's, around a circle; others want those mutexes too. */
final class MutexDeadlock implements Scenario {
    private static final int COMMANDS = 24;
    private static final int PATIENCE = 3000;
    private static final int AFTERWARDS = 200;

    @Override
    public String name() {
        return "mutex-deadlock";
    }

    @Override
    public String fault() {
        return "deadlock: threads wait in a circle for mutexes that the next one holds; others wait behind them";
    }

    @Override
    public FrozenDomain freeze(Options options) {
        Domain domain = new Domain(name(), options, options.orUsually(this).vcpus());
        Population population = Inhabitants.of(domain, COMMANDS);
        var random = domain.kernel().random();
        int length = 3 + random.nextInt(3);
        List<OpenFile> files = new ArrayList<>();
        for (int file = 0; file < length; file++) {
            files.add(population.calls().file());
        }
        List<SimThread> circle = new ArrayList<>();
        domain.simulation().run(20L + random.nextInt(100));
        for (int index = 0; index < length; index++) {
            OpenFile mine = files.get(index);
            OpenFile next = files.get((index + 1) % length);
            GuestProcess process =
                    population.newProcess("/usr/bin/mv " + (char) ('a' + index) + ' ' + (char) ('b' + index));
            circle.add(population.thread(process, 1, 59, place -> renames(population, mine, next)));
        }
        for (int innocent = 2 + random.nextInt(4); innocent > 0; innocent--) {
            OpenFile wanted = files.get(random.nextInt(length));
            GuestProcess process = population.newProcess("/usr/bin/touch " + innocent);
            population.thread(process, 1, random.nextInt(60), place -> {
                List<Step> steps = new ArrayList<>(
                        population.calls().nap(population.calls().delay(place), 30));
                steps.addAll(population.calls().write(wanted));
                return steps;
            });
        }
        domain.simulation()
                .runUntil(
                        () -> circle.stream()
                                .allMatch(each -> each.waitsFor() instanceof Lock lock
                                        && lock.owner() != null
                                        && circle.contains(lock.owner())),
                        PATIENCE);
        domain.simulation().run(AFTERWARDS);
        return domain.freeze(frozen -> List.of(told(circle)));
    }

    private static List<Step> renames(Population population, OpenFile mine, OpenFile next) {
        Step both = SystemCalls.call(
                Frame.of("ufs_write", mine.vnode(), 0x8047000, 0, 0),
                new Step.Enter(mine.lock()),
                population.calls().input(),
                new Step.Enter(next.lock()),
                new Step.Work(30),
                new Step.Exit(next.lock()),
                new Step.Exit(mine.lock()));
        return List.of(
                SystemCalls.call(
                        Frame.of("write32", 3, 0x8047000, 0x100),
                        SystemCalls.call(Frame.of("fop_write", mine.vnode(), 0x8047000, 0, 0), both)),
                population.calls().leave());
    }

    private static Map<String, Object> told(List<SimThread> circle) {
        List<Object> locks = new ArrayList<>();
        for (SimThread thread : circle) {
            if (thread.waitsFor() instanceof Lock lock) {
                locks.add(Domain.hex(lock.va()));
            }
        }
        Map<String, Object> fault = Domain.fact("deadlock");
        fault.put("threads", Domain.addresses(circle));
        fault.put("locks", locks);
        return fault;
    }
}

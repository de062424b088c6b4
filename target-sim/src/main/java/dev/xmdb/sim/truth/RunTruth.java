package dev.xmdb.sim.truth;

import static dev.xmdb.sim.truth.DomainTruth.hex;

import dev.xmdb.sim.solaris.Symbol;
import dev.xmdb.sim.solaris.run.Cpu;
import dev.xmdb.sim.solaris.run.Freezer;
import dev.xmdb.sim.solaris.run.Lock;
import dev.xmdb.sim.solaris.run.Mutex;
import dev.xmdb.sim.solaris.run.RwLock;
import dev.xmdb.sim.solaris.run.SimThread;
import dev.xmdb.sim.solaris.run.Simulation;
import dev.xmdb.sim.solaris.run.Taskq;
import dev.xmdb.sim.solaris.run.TimerWriter.WrittenCallout;
import dev.xmdb.sim.solaris.run.TimerWriter.WrittenCyclic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what the simulation knows: CPUs, locks and who waits for them, taskqs, timers. */
public final class RunTruth {
    private final Simulation simulation;
    private final Freezer freezer;

    /** For a simulation that has been frozen. */
    public RunTruth(Simulation simulation, Freezer freezer) {
        this.simulation = simulation;
        this.freezer = freezer;
    }

    /** Tells everything. */
    public void tell(DomainTruth truth) {
        truth.put("cpus", cpus());
        truth.put("locks", locks());
        truth.put("turnstiles", turnstiles());
        truth.put("taskqs", taskqs());
        truth.put("callouts", callouts());
        truth.put("cyclics", cyclics());
    }

    private static List<Object> addresses(List<SimThread> threads) {
        return new ArrayList<>(threads.stream().map(each -> hex(each.va())).toList());
    }

    private List<Object> cpus() {
        List<Object> all = new ArrayList<>();
        for (Cpu cpu : simulation.cpus()) {
            Map<String, Object> fact = new LinkedHashMap<>();
            SimThread current = Freezer.current(cpu);
            fact.put("id", cpu.id());
            fact.put("address", hex(cpu.processor().cpu().va()));
            fact.put("thread", hex(current.va()));
            fact.put("idle_thread", hex(cpu.idle().va()));
            fact.put("runnable", cpu.runnable().size());
            fact.put("run_queue", addresses(cpu.runnable()));
            fact.put("base_spl", cpu.baseLevel());
            fact.put("priority", current.effectivePriority());
            fact.put("last_switch", cpu.lastSwitch());
            fact.put("lbolt", simulation.tick());
            all.add(fact);
        }
        return all;
    }

    private List<Object> locks() {
        Map<Long, String> names = new HashMap<>();
        for (Symbol symbol : simulation.kernel().symbols().all()) {
            names.putIfAbsent(symbol.va(), symbol.name());
        }
        List<Object> all = new ArrayList<>();
        for (Lock lock : simulation.locks()) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("address", hex(lock.va()));
            fact.put("kind", lock instanceof Mutex ? "mutex" : "rwlock");
            SimThread owner = lock.owner();
            if (owner != null) {
                fact.put("owner", hex(owner.va()));
            }
            if (lock instanceof RwLock rw) {
                fact.put("readers", rw.readers().size());
            }
            List<Object> waiters = new ArrayList<>();
            lock.waiters().forEach(each -> waiters.add(waiter(lock, each)));
            fact.put("waiters", waiters);
            String name = names.get(lock.va());
            if (name != null) {
                fact.put("symbol", name);
            }
            all.add(fact);
        }
        return all;
    }

    private static Map<String, Object> waiter(Lock lock, SimThread thread) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("thread", hex(thread.va()));
        fact.put("kind", lock.isWriter(thread) ? "writer" : "reader");
        return fact;
    }

    private List<Object> turnstiles() {
        List<Object> all = new ArrayList<>();
        for (Lock lock : simulation.locks()) {
            if (!lock.waiters().isEmpty()) {
                Map<String, Object> fact = new LinkedHashMap<>();
                fact.put("address", hex(lock.turnstile()));
                fact.put("lock", hex(lock.va()));
                fact.put("waiters", addresses(lock.waiters()));
                all.add(fact);
            }
        }
        return all;
    }

    private List<Object> taskqs() {
        List<Object> all = new ArrayList<>();
        for (Taskq taskq : simulation.taskqs()) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("address", hex(taskq.structure().va()));
            fact.put("name", taskq.name());
            // A dynamic taskq makes further threads, each for work at once.
            List<SimThread> further = simulation.threads().stream()
                    .filter(thread ->
                            taskq.equals(thread.taskq()) && !taskq.threads().contains(thread))
                    .toList();
            List<SimThread> threads = new ArrayList<>(taskq.threads());
            threads.addAll(further);
            fact.put("threads", addresses(threads));
            fact.put("active", taskq.active() + further.size());
            List<Object> queued = new ArrayList<>();
            for (Taskq.Entry entry : taskq.pending()) {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("entry", hex(entry.va()));
                each.put("function", entry.call().function());
                each.put("argument", hex(entry.call().arguments().getFirst()));
                queued.add(each);
            }
            fact.put("queued", queued);
            if (further.isEmpty()) {
                fact.put("maxtasks", taskq.most());
            }
            all.add(fact);
        }
        return all;
    }

    private List<Object> callouts() {
        List<Object> all = new ArrayList<>();
        for (WrittenCallout each : freezer.callouts()) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("address", hex(each.va()));
            fact.put("kind", each.callout().normal() ? "normal" : "realtime");
            fact.put("function", each.callout().function());
            fact.put("argument", hex(each.callout().argument()));
            fact.put("expires", each.callout().expires());
            all.add(fact);
        }
        return all;
    }

    private List<Object> cyclics() {
        List<Object> all = new ArrayList<>();
        for (WrittenCyclic each : freezer.cyclics()) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("cpu", each.cpu());
            fact.put("table", hex(each.table()));
            fact.put("address", hex(each.va()));
            fact.put("handler", each.cyclic().handler());
            fact.put("argument", hex(each.cyclic().argument()));
            fact.put("expires", each.cyclic().expires());
            fact.put("interval", each.cyclic().interval());
            fact.put("level", each.cyclic().level());
            all.add(fact);
        }
        return all;
    }
}

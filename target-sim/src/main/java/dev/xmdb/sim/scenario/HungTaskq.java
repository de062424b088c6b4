package dev.xmdb.sim.scenario;

import dev.xmdb.sim.scenario.SystemCalls.OpenFile;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.run.Frame;
import dev.xmdb.sim.solaris.run.Step;
import dev.xmdb.sim.solaris.run.Taskq;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hundreds of taskq threads wait for work, and one waits for the disk, which never answers it: its taskq's queue grows. */
final class HungTaskq implements Scenario {
    private static final int COMMANDS = 16;
    private static final int USERS = 4;

    @Override
    public String name() {
        return "hung-taskq";
    }

    @Override
    public String fault() {
        return "a taskq hangs: its only thread waits for a read that is never answered, and work queues up behind it";
    }

    @Override
    public int usualThreads() {
        return 500;
    }

    @Override
    public FrozenDomain freeze(Options options) {
        Domain domain = new Domain(
                name(), options.orUsually(this), options.orUsually(this).vcpus());
        Population population = Inhabitants.of(domain, COMMANDS);
        Taskq taskq = population.taskq(domain.sched(), "ufs_delete_taskq", 1);
        var random = domain.kernel().random();
        domain.simulation().run(20L + random.nextInt(50));
        OpenFile first = population.calls().file();
        taskq.dispatch(
                Frame.of("ufs_delete", first.vnode()),
                List.of(
                        new Step.EnterRw(first.contents(), true),
                        population.calls().input(false)));
        for (int user = 0; user < USERS; user++) {
            GuestProcess process = population.newProcess("/usr/bin/rm -r tree" + user);
            population.thread(process, 1, 59, place -> {
                List<Step> steps = new ArrayList<>();
                OpenFile file = population.calls().file();
                Frame work = Frame.of("ufs_delete", file.vnode());
                List<Step> body = List.of(
                        new Step.EnterRw(file.contents(), true), new Step.Work(50), new Step.ExitRw(file.contents()));
                steps.addAll(population.calls().unlink(taskq, work, body));
                steps.addAll(population.calls().nap(population.calls().delay(place), 2 + random.nextInt(12)));
                return steps;
            });
        }
        domain.simulation().run(200L + random.nextInt(600));
        return domain.freeze(frozen -> List.of(told(taskq)));
    }

    private static Map<String, Object> told(Taskq taskq) {
        Map<String, Object> fault = Domain.fact("hung-taskq");
        fault.put("taskq", Domain.hex(taskq.structure().va()));
        fault.put("thread", Domain.hex(taskq.threads().getFirst().va()));
        fault.put("queued", taskq.pending().size());
        return fault;
    }
}

package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.ThreadState;
import dev.xmdb.sim.solaris.run.Device;
import dev.xmdb.sim.solaris.run.Semaphore;
import dev.xmdb.sim.solaris.run.SimThread;
import java.util.List;
import java.util.Map;

/** The disk's event channel is pending and masked: nobody takes its interrupt, and whoever reads waits. */
final class LostInterrupt implements Scenario {
    private static final int COMMANDS = 24;

    @Override
    public String name() {
        return "lost-interrupt";
    }

    @Override
    public String fault() {
        return "an interrupt is lost: the disk's event channel is pending but masked, and threads wait for their reads";
    }

    @Override
    public FrozenDomain freeze(Options options) {
        Domain domain = new Domain(name(), options, options.orUsually(this).vcpus());
        Inhabitants.of(domain, COMMANDS);
        var random = domain.kernel().random();
        domain.simulation().run(50L + random.nextInt(200));
        Device disk = domain.hardware().disk();
        disk.masked(true);
        domain.simulation().runUntil(disk::pending, 2000);
        domain.simulation().run(300L + random.nextInt(300));
        return domain.freeze(frozen -> List.of(told(domain, disk)));
    }

    private static Map<String, Object> told(Domain domain, Device disk) {
        Map<String, Object> fault = Domain.fact("lost-interrupt");
        fault.put("channel", disk.channel());
        fault.put("irq", disk.irq());
        fault.put("handler", disk.handler().function());
        List<SimThread> waiting = domain.simulation().threads().stream()
                .filter(each -> each.state() == ThreadState.SLEEP && each.waitsFor() instanceof Semaphore)
                .toList();
        fault.put("threads", Domain.addresses(waiting));
        return fault;
    }
}

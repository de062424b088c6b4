package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.KernelThread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A domain at work, in whose memory something went wrong before it was frozen. */
final class FaultyMemory {
    private static final int COMMANDS = 16;
    private static final int SHORTEST = 200;
    private static final int MOST_MORE = 400;

    private FaultyMemory() {}

    /** What goes wrong. */
    interface Fault {
        /** Does it. Returns what is to be told of it. */
        Map<String, Object> happen(Kernel kernel, List<KernelThread> threads);
    }

    static FrozenDomain freeze(String name, Scenario.Options options, Fault fault) {
        Domain domain = new Domain(name, options, Math.max(1, options.vcpus()));
        Kernel kernel = domain.kernel();
        Inhabitants.of(domain, COMMANDS);
        domain.simulation().run(SHORTEST + kernel.random().nextInt(MOST_MORE));
        Map<String, Object> told = new LinkedHashMap<>();
        kernel.atRest(() -> told.putAll(fault.happen(kernel, domain.threads().all())));
        return domain.freeze(frozen -> List.of(told));
    }
}

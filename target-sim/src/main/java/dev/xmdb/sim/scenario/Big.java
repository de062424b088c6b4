package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.kmem.CacheKind;
import java.util.List;

/** A domain as large as is wanted, to measure a debugger with. Nothing is wrong with it but its size. */
final class Big implements Scenario {
    private static final int COMMANDS = 200;
    private static final int CACHES = 1000;
    private static final int TICKS = 50;

    @Override
    public String name() {
        return "big";
    }

    @Override
    public String fault() {
        return "nothing but its size: 20000 threads, 1000 caches, and as much memory as --memory says";
    }

    @Override
    public int usualPages() {
        return 1 << 19;
    }

    @Override
    public int usualVcpus() {
        return 8;
    }

    @Override
    public int usualThreads() {
        return Options.MOST_THREADS;
    }

    @Override
    public FrozenDomain freeze(Options options) {
        Options complete = options.orUsually(this);
        Domain domain = new Domain(name(), complete, complete.vcpus());
        var kmem = domain.kernel().kmem();
        for (int number = kmem.caches().size(); number < CACHES; number++) {
            int size = 8 * (1 + domain.kernel().random().nextInt(64));
            kmem.create(new CacheKind("driver_cache_" + number, size, Long.BYTES, 0, 0, "kmem_default", ""));
        }
        Inhabitants.of(domain, COMMANDS);
        domain.simulation().run(TICKS + (long) domain.kernel().random().nextInt(TICKS));
        return domain.freeze(frozen -> List.of());
    }
}

package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.FrozenDomain;

/** A driver forgets memory that it allocated. */
final class KmemLeak implements Scenario {
    @Override
    public String name() {
        return "kmem-leak";
    }

    @Override
    public String fault() {
        return "memory is lost: nothing points to many buffers of one cache, which one place in a driver allocated";
    }

    @Override
    public FrozenDomain freeze(Options options) {
        return FaultyMemory.freeze(name(), options, (kernel, threads) -> new LostBuffers(kernel, threads).lose());
    }
}

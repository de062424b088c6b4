package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.FrozenDomain;

/** A thread writes into a buffer that another one has freed. */
final class UseAfterFree implements Scenario {
    @Override
    public String name() {
        return "use-after-free";
    }

    @Override
    public String fault() {
        return "a freed buffer was written: its pattern is damaged, and a thread that sleeps still has its address";
    }

    @Override
    public FrozenDomain freeze(Options options) {
        return FaultyMemory.freeze(name(), options, (kernel, threads) -> new LatePointer(kernel, threads).use());
    }
}

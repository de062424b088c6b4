package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.KernelThread;
import dev.xmdb.sim.solaris.StackBuilder.Frame;
import dev.xmdb.sim.solaris.ThreadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A store of two bytes hit a saved frame pointer on a sleeping thread's stack: its frames end there. */
final class StackCorruption implements Scenario {
    private static final int COMMANDS = 24;
    private static final int LEAST_FRAMES = 5;
    private static final long SHORT = 0xffff;

    @Override
    public String name() {
        return "stack-corruption";
    }

    @Override
    public String fault() {
        return "a stack is corrupt: a short store overwrote a saved frame pointer of a sleeping thread";
    }

    @Override
    public FrozenDomain freeze(Options options) {
        Domain domain = new Domain(name(), options, options.orUsually(this).vcpus());
        Inhabitants.of(domain, COMMANDS);
        domain.simulation().run(50L + domain.kernel().random().nextInt(300));
        return domain.freeze(frozen -> List.of(corrupt(domain)));
    }

    private static Map<String, Object> corrupt(Domain domain) {
        Kernel kernel = domain.kernel();
        List<KernelThread> all = domain.threads().all();
        List<KernelThread> candidates = all.stream()
                .filter(each ->
                        each.state() == ThreadState.SLEEP && each.stack().size() >= LEAST_FRAMES)
                .toList();
        KernelThread thread = candidates.get(kernel.random().nextInt(candidates.size()));
        int index = 1 + kernel.random().nextInt(thread.stack().size() - 3);
        Frame frame = thread.stack().get(index);
        long old = kernel.space().getLong(frame.fp());
        // An odd address is no frame's, whatever is there.
        long spoilt = (old & ~SHORT) | kernel.random().nextInt((int) SHORT) | 1;
        kernel.space().putLong(frame.fp(), spoilt);
        List<Frame> left = new ArrayList<>(thread.stack().subList(0, index + 1));
        all.set(all.indexOf(thread), thread.withStack(left));
        Map<String, Object> fault = Domain.fact("stack-corruption");
        fault.put("thread", Domain.hex(thread.va()));
        fault.put("address", Domain.hex(frame.fp()));
        fault.put("function", frame.function());
        fault.put("was", Domain.hex(old));
        fault.put("is", Domain.hex(spoilt));
        return fault;
    }
}

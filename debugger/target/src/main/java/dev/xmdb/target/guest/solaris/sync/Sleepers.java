package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The threads of a kernel that wait for something, in the order of the kernel's list of threads; read once. */
public final class Sleepers {
    private static final int MOST_THREADS = 1 << 20;
    private static final int SLEEPING = 1;

    private final SolarisGuest kernel;
    private final StructLayout thread;
    private final StructLayout operations;
    private @Nullable Found found;

    /**
     * The sleeping threads.
     *
     * @param all those that sleep
     * @param threads addresses of all threads, asleep or not
     * @param fault why there may be more of them; empty when the list of threads is sound
     */
    public record Found(List<Sleeper> all, Set<Long> threads, Optional<String> fault) {
        /** Those that wait for one thing. */
        public List<Sleeper> of(long channel) {
            return all.stream().filter(sleeper -> sleeper.channel() == channel).toList();
        }
    }

    private Sleepers(SolarisGuest kernel) {
        this.kernel = kernel;
        this.thread = kernel.types().layout("kthread_t");
        this.operations = kernel.types().layout("sobj_ops_t");
    }

    /** Those of a kernel. */
    public static Sleepers of(SolarisGuest kernel) {
        return kernel.kept(Sleepers.class, () -> new Sleepers(kernel));
    }

    /**
     * Finds them.
     *
     * @param effort what to report to
     */
    public synchronized Found find(Effort effort) {
        Found known = found;
        if (known == null) {
            known = read(effort);
            found = known;
        }
        return known;
    }

    private Found read(Effort effort) {
        var memory = kernel.memory();
        var all = new ArrayList<Sleeper>();
        Map<Long, SyncKind> kinds = new HashMap<>();
        Set<Long> threads = new HashSet<>();
        long first = memory.readWord(kernel.variable("allthreads"));
        var chain = new Chain("threads", at -> thread.at(memory, at).number("t_next"), MOST_THREADS);
        Chain.End end = chain.followRing(first, at -> {
            effort.advance("reading threads", threads.size(), 0);
            threads.add(at);
            StructView view = thread.at(memory, at);
            if (view.number("t_state") == SLEEPING) {
                all.add(sleeper(view, kinds));
            }
            return true;
        });
        return new Found(List.copyOf(all), Set.copyOf(threads), Optional.ofNullable(end.fault()));
    }

    private Sleeper sleeper(StructView view, Map<Long, SyncKind> kinds) {
        return new Sleeper(
                view.address(),
                view.number("t_procp"),
                kinds.computeIfAbsent(view.number("t_sobj_ops"), this::kind),
                view.number("t_lwpchan.lc_wchan"),
                view.number("t_ts"),
                view.number("t_sleepq"));
    }

    private SyncKind kind(long at) {
        try {
            return at == 0
                    ? SyncKind.NONE
                    : SyncKind.of(operations.at(kernel.memory(), at).number("sobj_type"));
        } catch (MemoryFaultException unreadable) {
            return SyncKind.NONE;
        }
    }
}

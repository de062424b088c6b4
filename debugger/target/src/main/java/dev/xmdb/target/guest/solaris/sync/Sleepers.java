package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.SyncObject;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The threads of a kernel that wait for something, in the order of the kernel's list of threads; read once. */
public final class Sleepers {
    private final Threads threads;
    private @Nullable Found found;

    /**
     * The sleeping threads.
     *
     * @param all those that sleep
     * @param byChannel the same by what they wait for, in the order in which a thread first waits for it
     * @param threads addresses of all threads, asleep or not
     * @param fault why there may be more of them; empty when the list of threads is sound
     */
    public record Found(
            List<Sleeper> all, Map<Long, List<Sleeper>> byChannel, Set<Long> threads, Optional<String> fault) {
        /** Those that wait for one thing. */
        public List<Sleeper> of(long channel) {
            return byChannel.getOrDefault(channel, List.of());
        }
    }

    private Sleepers(SolarisGuest kernel) {
        this.threads = Threads.of(kernel);
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
        var all = new ArrayList<Sleeper>();
        Map<Long, List<Sleeper>> byChannel = new LinkedHashMap<>();
        Map<Long, SyncObject> kinds = new HashMap<>();
        Set<Long> addresses = new HashSet<>();
        Chain.End end = threads.all(at -> {
            effort.advance("reading threads", addresses.size(), 0);
            addresses.add(at);
            KernelThread thread = threads.at(at);
            if (thread.is(ThreadState.SLEEP)) {
                Sleeper sleeper = sleeper(thread, kinds);
                all.add(sleeper);
                byChannel
                        .computeIfAbsent(sleeper.channel(), channel -> new ArrayList<>())
                        .add(sleeper);
            }
            return true;
        });
        return new Found(List.copyOf(all), byChannel, Set.copyOf(addresses), Optional.ofNullable(end.fault()));
    }

    private Sleeper sleeper(KernelThread thread, Map<Long, SyncObject> kinds) {
        return new Sleeper(
                thread.address(),
                thread.process(),
                kinds.computeIfAbsent(
                        thread.syncOperations(),
                        operations -> threads.syncObject(operations).orElse(SyncObject.NONE)),
                thread.waitChannel(),
                thread.turnstile(),
                thread.sleepQueue());
    }
}

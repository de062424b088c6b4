package dev.xmdb.target.guest.solaris.taskq;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemCache;
import dev.xmdb.target.guest.solaris.kmem.KmemSlab;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Reads task queues. */
public final class Taskqs {
    private static final int MOST_ENTRIES = 1 << 20;
    private static final int MOST_THREADS = 1 << 20;
    private static final int MOST_BUCKETS = 1 << 16;
    /** The order in which they are listed: fixed ones first, single ones before numbered ones, these by name. */
    private static final Comparator<Taskq> LISTED = Comparator.comparing(Taskq::dynamic)
            .thenComparing(Taskq::numbered)
            // A queue that is one of a kind has no name that counts: they are in the order in which they were made.
            .thenComparing(queue -> queue.numbered() ? queue.name() : "", String.CASE_INSENSITIVE_ORDER)
            .thenComparingLong(Taskq::instance);

    private final SolarisGuest kernel;
    private final AddressSpace memory;
    private final StructLayout queue;
    private final StructLayout entry;
    private final Optional<StructLayout> bucket;
    private @Nullable Service service;

    private Taskqs(SolarisGuest kernel) {
        Types types = kernel.types();
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.queue = types.layout("taskq_t");
        this.entry = types.layout("taskq_ent_t");
        this.bucket = types.find("struct taskq_bucket").map(type -> new StructLayout(types, type));
    }

    /** A reader for a kernel. */
    public static Taskqs of(SolarisGuest kernel) {
        return kernel.kept(Taskqs.class, () -> new Taskqs(kernel));
    }

    /**
     * Task queues.
     *
     * @param queues in the order in which they are listed
     * @param fault why there may be more of them, one sentence; empty when the way to them is sound
     */
    public record Found(List<Taskq> queues, Optional<String> fault) {}

    /**
     * Finds the queues: those in the kmem cache of task queues, and those that a thread says it serves.
     *
     * @param effort what to report to
     */
    public Found find(Effort effort) {
        Service service = service(effort);
        var queues = new ArrayList<Taskq>();
        Optional<String> fault = service.fault();
        Set<Long> addresses = new LinkedHashSet<>(allocated(effort));
        addresses.addAll(service.threads().keySet());
        for (long address : addresses) {
            try {
                queues.add(read(address));
            } catch (MemoryFaultException broken) {
                fault = fault.or(
                        () -> Optional.of("task queue at " + Long.toHexString(address) + ": " + broken.getMessage()));
            }
        }
        queues.sort(LISTED);
        return new Found(List.copyOf(queues), fault);
    }

    /** The allocated buffers of the cache of task queues; none where caches cannot be read. */
    private List<Long> allocated(Effort effort) {
        try {
            Kmem kmem = Kmem.of(kernel);
            Optional<KmemCache> cache = kmem.named("taskq_cache");
            var found = new ArrayList<Long>();
            if (cache.isPresent()) {
                for (KmemSlab slab : kmem.contents(cache.get(), effort).slabs()) {
                    for (int i = 0; i < slab.count(); i++) {
                        if (slab.allocated(i)) {
                            found.add(slab.buffer(i));
                        }
                    }
                }
            }
            return found;
        } catch (TypeDataException | MemoryFaultException unreadable) {
            return List.of();
        }
    }

    /**
     * Which threads serve which queues.
     *
     * @param threads addresses of the threads by the address of their queue, in the order of the kernel's list of threads
     * @param fault why there may be more; empty when that list is sound
     */
    private record Service(Map<Long, List<Long>> threads, Optional<String> fault) {}

    private synchronized Service service(Effort effort) {
        Service known = service;
        if (known == null) {
            known = readService(effort);
            service = known;
        }
        return known;
    }

    private Service readService(Effort effort) {
        Map<Long, List<Long>> threads = new LinkedHashMap<>();
        Threads all = Threads.of(kernel);
        long[] seen = {0};
        Chain.End end = all.all(at -> {
            effort.advance("reading threads", seen[0]++, 0);
            long owner = all.at(at).taskq();
            if (owner != 0) {
                threads.computeIfAbsent(owner, queue -> new ArrayList<>()).add(at);
            }
            return true;
        });
        return new Service(threads, Optional.ofNullable(end.fault()));
    }

    /**
     * The queue at an address.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when it is not in memory
     */
    public Taskq read(long address) {
        StructView view = queue.at(memory, address);
        long flags = view.number("tq_flags");
        long active = view.number("tq_active");
        long threads = view.number("tq_nthreads");
        var fixed = new Taskq(
                address,
                view.text("tq_name"),
                flags,
                active,
                threads,
                view.number("tq_tasks") - view.number("tq_executed"),
                view.number("tq_maxtasks"),
                view.number("tq_instance"));
        if (!fixed.dynamic()) {
            return fixed;
        }
        return new Taskq(
                address,
                fixed.name(),
                flags,
                active + inBuckets(view),
                threads + view.number("tq_tcreates") - view.number("tq_tdeaths"),
                fixed.queued(),
                fixed.mostQueued(),
                fixed.instance());
    }

    /** Tasks that the buckets of a dynamic queue hold. */
    private long inBuckets(StructView view) {
        long first = view.number("tq_buckets");
        if (bucket.isEmpty() || first == 0) {
            return 0;
        }
        long count = Math.clamp(view.number("tq_nbuckets"), 0, MOST_BUCKETS);
        long held = 0;
        for (long i = 0; i < count; i++) {
            held += bucket.get().at(memory, first + i * bucket.get().size()).number("tqbucket_nalloc");
        }
        return held;
    }

    /** The entry at an address. */
    public TaskqEntry entry(long address) {
        StructView view = entry.at(memory, address);
        return new TaskqEntry(address, view.number("tqent_func"), view.number("tqent_arg"));
    }

    /**
     * Delivers the entries that wait in a queue, the next one to run first.
     *
     * @param address of the queue
     * @param sink receives each address; returns false when it wants no more
     */
    public Chain.End entries(long address, LongPredicate sink) {
        long head = queue.at(memory, address).addressOf("tq_task");
        var chain = new Chain("entries", at -> entry.at(memory, at).number("tqent_next"), MOST_ENTRIES);
        return chain.followHeaded(head, sink);
    }

    /**
     * Delivers the threads that serve task queues, queue by queue.
     *
     * @param effort what to report to
     * @param sink receives each address; returns false when it wants no more
     * @return why there may be more, one sentence; empty when the kernel's list of threads is sound
     */
    public Optional<String> threads(Effort effort, LongPredicate sink) {
        Service service = service(effort);
        boolean all = service.threads().values().stream().flatMap(List::stream).allMatch(sink::test);
        return all ? service.fault() : Optional.empty();
    }

    /**
     * Delivers the threads of one queue: those in its own list, then others that say they serve it.
     *
     * @param address of the queue
     * @param effort what to report to
     * @param sink receives each address; returns false when it wants no more
     * @return what is wrong with the way to them, one sentence; empty when it is sound
     */
    public Optional<String> threadsOf(long address, Effort effort, LongPredicate sink) {
        Service service = service(effort);
        Set<Long> threads = new LinkedHashSet<>();
        Optional<String> fault = listed(queue.at(memory, address), threads);
        threads.addAll(service.threads().getOrDefault(address, List.of()));
        boolean all = threads.stream().allMatch(sink::test);
        return all ? fault.or(service::fault) : Optional.empty();
    }

    /** The threads in the list of a queue of fixed size; a dynamic queue's come and go. */
    private Optional<String> listed(StructView view, Set<Long> threads) {
        long count = view.number("tq_nthreads");
        if (read(view.address()).dynamic()) {
            return Optional.empty();
        }
        if (count > MOST_THREADS || count < 0) {
            return Optional.of("no task queue has " + count + " threads");
        }
        boolean single = view.number("tq_nthreads_max") == 1;
        long list = view.number("tq_thr._tq_threadlist");
        try {
            for (long i = 0; i < count; i++) {
                long at = single ? list : memory.readWord(list + i * memory.wordSize());
                if (at != 0) {
                    threads.add(at);
                }
            }
        } catch (MemoryFaultException broken) {
            return Optional.of("list of threads of the task queue at " + Long.toHexString(view.address()) + ": "
                    + broken.getMessage());
        }
        return Optional.empty();
    }
}

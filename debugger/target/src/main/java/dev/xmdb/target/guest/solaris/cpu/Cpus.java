package dev.xmdb.target.guest.solaris.cpu;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Reads the CPUs of a kernel. */
public final class Cpus {
    /** More than any kernel of this family supports. */
    static final int MOST_CPUS = 4096;

    private static final int MOST_QUEUED = 1 << 20;

    private final SolarisGuest kernel;
    private final AddressSpace memory;
    private final StructLayout cpu;
    private final StructLayout queue;
    private final StructLayout list;
    private final StructLayout thread;
    private @Nullable Map<Long, Long> running;

    private Cpus(SolarisGuest kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.cpu = kernel.types().layout("cpu_t");
        this.queue = kernel.types().layout("disp_t");
        this.list = kernel.types().layout("dispq_t");
        this.thread = kernel.types().layout("kthread_t");
    }

    /**
     * The CPUs of a kernel.
     *
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not describe them
     */
    public static Cpus of(SolarisGuest kernel) {
        return kernel.kept(Cpus.class, () -> new Cpus(kernel));
    }

    /**
     * CPUs in the order of their numbers.
     *
     * @param cpus the CPUs
     * @param fault why there may be more, one sentence; null when there are not
     */
    public record All(List<Cpu> cpus, @Nullable String fault) {}

    /** The CPU at an address, which may be anything. */
    public Cpu at(long address) {
        return new Cpu(cpu.at(memory, address));
    }

    /**
     * Every CPU, the lowest number first.
     *
     * @throws MemoryFaultException when not even the beginning of their list can be read
     */
    public All all() {
        OptionalLong head = kernel.symbols().valueOf("cpu_list");
        if (head.isEmpty()) {
            return new All(List.of(), "failed to read 'cpu_list': unknown symbol name");
        }
        long first = memory.readWord(head.getAsLong());
        return from(first);
    }

    /** Every CPU of the circle that one of them is in, the lowest number first. */
    public All from(long first) {
        record Numbered(long id, Cpu cpu) {}
        List<Numbered> found = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        Chain.End end = new Chain("CPUs", address -> at(address).next(), MOST_CPUS).followRing(first, address -> {
            try {
                Cpu next = at(address);
                found.add(new Numbered(next.id(), next));
                return true;
            } catch (MemoryFaultException fault) {
                lost.add("failed to read cpu at " + Long.toHexString(address) + ": " + fault.getMessage());
                return false;
            }
        });
        found.sort(Comparator.comparingLong(Numbered::id));
        return new All(found.stream().map(Numbered::cpu).toList(), lost.isEmpty() ? end.fault() : lost.getFirst());
    }

    /** The number of the CPU that runs a thread; empty when none does. */
    public synchronized OptionalLong running(long thread) {
        Map<Long, Long> known = running;
        if (known == null) {
            known = new HashMap<>();
            try {
                for (Cpu each : all().cpus()) {
                    known.put(each.thread(), each.id());
                }
            } catch (MemoryFaultException lost) {
                // Of CPUs that cannot be read it is not known what they run.
                known.remove(0L);
            }
            running = known;
        }
        Long id = known.get(thread);
        return thread == 0 || id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    /** The dispatch queue at an address. */
    public DispatchQueue queue(long address) {
        return new DispatchQueue(queue.at(memory, address));
    }

    /**
     * Delivers the threads on a dispatch queue, those of the highest priority first, each list in the order in which it is served.
     *
     * @param from the queue
     * @param sink receives each thread; returns false when it wants no more
     * @return why there may be more; null when there are not
     */
    public @Nullable String queued(DispatchQueue from, LongPredicate sink) {
        long priorities = from.priorities();
        if (priorities < 0 || priorities > DispatchQueue.MOST_PRIORITIES) {
            return "no dispatch queue has " + priorities + " priorities, as the one at "
                    + Long.toHexString(from.address()) + " says";
        }
        long lists = from.lists();
        var wanted = new boolean[] {true};
        var chain = new Chain(
                "threads of a dispatch queue",
                address -> thread.at(memory, address).number("t_link"),
                MOST_QUEUED);
        for (long priority = priorities - 1; priority >= 0 && wanted[0]; priority--) {
            long at = lists + priority * list.size();
            long first;
            try {
                first = list.at(memory, at).number("dq_first");
            } catch (MemoryFaultException lost) {
                return "failed to read dispq_t at " + Long.toHexString(at) + ": " + lost.getMessage();
            }
            Chain.End end = chain.follow(first, address -> {
                wanted[0] = sink.test(address);
                return wanted[0];
            });
            if (!end.sound()) {
                return end.fault();
            }
        }
        return null;
    }
}

package dev.xmdb.target.guest.solaris.thread;

import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbols;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stacks of all threads, grouped.
 *
 * @param groups the groups: those of threads that panicked last, else the largest first
 * @param threads how many threads they have in all
 * @param faults what is missing and why, one sentence each
 */
public record StackIndex(List<StackGroup> groups, int threads, List<String> faults) {
    private static final int MOST_FAULTS = 16;

    /** Copies the lists. */
    public StackIndex {
        groups = List.copyOf(groups);
        faults = List.copyOf(faults);
    }

    /** What threads of a group have in common. */
    private record Key(
            boolean panic,
            long state,
            ThreadStack.@Nullable Failure failure,
            List<Long> returns,
            boolean truncated,
            long syncOperations) {}

    private record Members(ThreadStack stack, List<Long> threads) {}

    /**
     * The stacks of a kernel's threads, gathered when they are first asked for.
     *
     * @param kernel whose threads
     * @param vcpus the registers of its CPUs
     * @param effort told how far the gathering is
     */
    public static StackIndex of(SolarisGuest kernel, List<Vcpu> vcpus, Effort effort) {
        return kernel.kept(StackIndex.class, () -> gather(kernel, vcpus, effort));
    }

    private static StackIndex gather(SolarisGuest kernel, List<Vcpu> vcpus, Effort effort) {
        Threads threads = Threads.of(kernel);
        var finder = new StackFinder(kernel, vcpus);
        Map<Key, Members> groups = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        long[] count = {0};
        Chain.End end = threads.all(address -> {
            effort.advance("gathering stacks", ++count[0], 0);
            try {
                add(groups, threads.at(address), finder);
            } catch (MemoryFaultException lost) {
                if (faults.size() < MOST_FAULTS) {
                    faults.add("couldn't read thread at " + Long.toHexString(address) + ": " + lost.getMessage());
                }
            }
            return true;
        });
        if (end.fault() != null) {
            faults.add(end.fault());
        }
        var order = new Order(kernel.symbols());
        List<StackGroup> sorted = groups.entrySet().stream()
                .map(group -> group(group.getKey(), group.getValue()))
                .sorted(order::compare)
                .toList();
        return new StackIndex(
                sorted,
                groups.values().stream()
                        .mapToInt(members -> members.threads().size())
                        .sum(),
                faults);
    }

    private static void add(Map<Key, Members> groups, KernelThread thread, StackFinder finder) {
        ThreadStack stack = finder.find(thread);
        var key = new Key(
                (thread.flags() & KernelThread.PANIC) != 0,
                thread.state(),
                stack.failure(),
                stack.returns(),
                stack.truncated(),
                thread.syncOperations());
        groups.computeIfAbsent(key, same -> new Members(stack, new ArrayList<>()))
                .threads()
                .add(thread.address());
    }

    private static StackGroup group(Key key, Members members) {
        return new StackGroup(members.stack(), key.state(), key.panic(), key.syncOperations(), members.threads());
    }

    /** The order of groups. */
    private static final class Order {
        private static final Comparator<Optional<String>> NAMED_FIRST =
                Comparator.comparing(Optional<String>::isEmpty).thenComparing(name -> name.orElse(""));

        private static final Comparator<ThreadStack.@Nullable Failure> FOUND_FIRST =
                Comparator.nullsFirst(Comparator.<ThreadStack.Failure>naturalOrder());

        private final Symbols symbols;
        private final Map<Long, Optional<String>> names = new HashMap<>();

        Order(Symbols symbols) {
            this.symbols = symbols;
        }

        private Optional<String> name(long address) {
            return names.computeIfAbsent(address, pc -> symbols.at(pc).map(Symbols.SymbolHit::name));
        }

        int compare(StackGroup left, StackGroup right) {
            int order = Boolean.compare(left.panic(), right.panic());
            order = order != 0
                    ? order
                    : Integer.compare(right.threads().size(), left.threads().size());
            order = order != 0 ? order : Long.compareUnsigned(left.state(), right.state());
            order = order != 0
                    ? order
                    : FOUND_FIRST.compare(left.stack().failure(), right.stack().failure());
            order = order != 0
                    ? order
                    : returns(left.stack().returns(), right.stack().returns());
            order = order != 0
                    ? order
                    : Boolean.compare(right.stack().truncated(), left.stack().truncated());
            order = order != 0
                    ? order
                    : Integer.compare(
                            left.stack().returns().size(),
                            right.stack().returns().size());
            return order != 0 ? order : Long.compareUnsigned(left.syncOperations(), right.syncOperations());
        }

        /** By the names of the functions that differ first; the shorter of two that do not differ is not told here. */
        private int returns(List<Long> left, List<Long> right) {
            for (int frame = 0; frame < Math.min(left.size(), right.size()); frame++) {
                long leftPc = left.get(frame);
                long rightPc = right.get(frame);
                if (leftPc != rightPc) {
                    int order = Comparator.comparing(this::name, NAMED_FIRST).compare(leftPc, rightPc);
                    return order != 0 ? order : Long.compareUnsigned(leftPc, rightPc);
                }
            }
            return 0;
        }
    }
}

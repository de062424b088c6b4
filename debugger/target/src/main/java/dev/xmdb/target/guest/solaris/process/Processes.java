package dev.xmdb.target.guest.solaris.process;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the processes of a kernel. */
public final class Processes {
    /** More than any kernel of this family can have. */
    private static final int MOST_PROCESSES = 1 << 20;

    private final SolarisGuest kernel;
    private final StructLayout layout;

    private Processes(SolarisGuest kernel) {
        this.kernel = kernel;
        this.layout = kernel.types().layout("proc_t");
    }

    /**
     * The processes of a kernel.
     *
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not describe them
     */
    public static Processes of(SolarisGuest kernel) {
        return kernel.kept(Processes.class, () -> new Processes(kernel));
    }

    /** Receives the processes of a tree. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * A process.
         *
         * @param process address of it
         * @param depth how many processes lead to it from where the tree begins
         * @return false when no more are wanted
         */
        boolean visit(long process, int depth);
    }

    /** The process at an address, which may be anything. */
    public KernelProcess at(long address) {
        return new KernelProcess(layout.at(kernel.memory(), address));
    }

    /** The address of the kernel's own process, from which all others descend. */
    public OptionalLong first() {
        return kernel.symbols().valueOf("p0");
    }

    /**
     * Delivers a process and all that descend from it: a parent before its children, and these in the order of the kernel's list.
     *
     * @param root address of the process
     * @param visitor receives them
     * @return why there may be more, one sentence; null when there are not
     */
    public @Nullable String tree(long root, Visitor visitor) {
        record Place(long process, int depth) {}
        Set<Long> seen = new HashSet<>();
        Deque<Place> next = new ArrayDeque<>();
        String fault = null;
        next.push(new Place(root, 0));
        while (!next.isEmpty()) {
            Place place = next.pop();
            if (!seen.add(place.process())) {
                fault = "processes run in a circle at " + Long.toHexString(place.process());
                continue;
            }
            if (seen.size() > MOST_PROCESSES) {
                return "processes go on after " + MOST_PROCESSES;
            }
            if (!visitor.visit(place.process(), place.depth())) {
                return fault;
            }
            try {
                KernelProcess process = at(place.process());
                long sibling = place.depth() == 0 ? 0 : process.sibling();
                long child = process.child();
                if (sibling != 0) {
                    next.push(new Place(sibling, place.depth()));
                }
                if (child != 0) {
                    next.push(new Place(child, place.depth() + 1));
                }
            } catch (MemoryFaultException lost) {
                fault = "failed to read proc at " + Long.toHexString(place.process()) + ": " + lost.getMessage();
            }
        }
        return fault;
    }

    /**
     * The process with a number.
     *
     * @param pid the number
     * @return its address; empty when no process that can be read has it
     */
    public OptionalLong withPid(long pid) {
        long[] found = {0};
        first().ifPresent(root -> tree(root, (process, depth) -> {
            try {
                if (at(process).pid() == pid) {
                    found[0] = process;
                }
            } catch (MemoryFaultException lost) {
                // Then it is not known to be this one.
                return true;
            }
            return found[0] == 0;
        }));
        return found[0] == 0 ? OptionalLong.empty() : OptionalLong.of(found[0]);
    }
}

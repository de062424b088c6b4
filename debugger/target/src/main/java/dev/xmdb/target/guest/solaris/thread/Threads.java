package dev.xmdb.target.guest.solaris.thread;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.process.Processes;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/** Reads the threads of a kernel. */
public final class Threads {
    /** More than any kernel of this family can have. */
    private static final int MOST_THREADS = 1 << 22;

    private final SolarisGuest kernel;
    private final StructLayout layout;
    private final StructLayout operations;

    private Threads(SolarisGuest kernel) {
        this.kernel = kernel;
        this.layout = kernel.types().layout("kthread_t");
        this.operations = kernel.types().layout("sobj_ops_t");
    }

    /**
     * The threads of a kernel.
     *
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not describe them
     */
    public static Threads of(SolarisGuest kernel) {
        return kernel.kept(Threads.class, () -> new Threads(kernel));
    }

    /** The thread at an address, which may be anything. */
    public KernelThread at(long address) {
        return new KernelThread(layout.at(kernel.memory(), address));
    }

    /**
     * Delivers every thread in the order of the kernel's list.
     *
     * @param sink receives each address; returns false when it wants no more
     */
    public Chain.End all(LongPredicate sink) {
        var chain = new Chain("threads", address -> at(address).view().number("t_next"), MOST_THREADS);
        return list("allthreads", true, chain, sink);
    }

    /**
     * Delivers every thread of a process.
     *
     * @param process address of the process
     * @param sink receives each address; returns false when it wants no more
     */
    public Chain.End of(long process, LongPredicate sink) {
        long first = Processes.of(kernel).at(process).threads();
        return new Chain("threads of the process", address -> at(address).next(), MOST_THREADS).followRing(first, sink);
    }

    /**
     * Delivers the ended threads that wait to be freed.
     *
     * @param variable the list: {@code thread_deathrow} or {@code lwp_deathrow}
     * @param sink receives each address; returns false when it wants no more
     */
    public Chain.End ended(String variable, LongPredicate sink) {
        return list(
                variable,
                false,
                new Chain("ended threads", address -> at(address).next(), MOST_THREADS),
                sink);
    }

    private Chain.End list(String variable, boolean circular, Chain chain, LongPredicate sink) {
        OptionalLong at = kernel.symbols().valueOf(variable);
        if (at.isEmpty()) {
            return new Chain.End(0, "failed to read '" + variable + "': unknown symbol name");
        }
        long first;
        try {
            first = kernel.memory().readWord(at.getAsLong());
        } catch (MemoryFaultException lost) {
            return new Chain.End(0, "failed to read '" + variable + "': " + lost.getMessage());
        }
        return circular ? chain.followRing(first, sink) : chain.follow(first, sink);
    }

    /** The name of a taskq; empty when it has none that can be read. */
    public Optional<String> taskqName(long taskq) {
        if (taskq == 0) {
            return Optional.empty();
        }
        try {
            StructView view = kernel.types().layout("taskq_t").at(kernel.memory(), taskq);
            return Optional.of(view.text("tq_name")).filter(name -> !name.isEmpty());
        } catch (MemoryFaultException lost) {
            return Optional.empty();
        }
    }

    /**
     * What kind of thing has some operations.
     *
     * @param address address of the {@code sobj_ops_t}; 0 for nothing
     * @return empty when it is no kind that there is, or cannot be read
     */
    public Optional<SyncObject> syncObject(long address) {
        if (address == 0) {
            return Optional.of(SyncObject.NONE);
        }
        try {
            return SyncObject.of(operations.at(kernel.memory(), address).number("sobj_type"));
        } catch (MemoryFaultException lost) {
            return Optional.empty();
        }
    }
}

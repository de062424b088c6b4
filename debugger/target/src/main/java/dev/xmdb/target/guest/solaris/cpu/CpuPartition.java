package dev.xmdb.target.guest.solaris.cpu;

import dev.xmdb.target.types.StructView;

/**
 * A {@code cpupart_t}: CPUs that run threads for each other. Members are read when they are asked for; every method throws
 * {@link dev.xmdb.target.memory.MemoryFaultException} when they are not in memory.
 *
 * @param view the structure
 */
public record CpuPartition(StructView view) {

    /** Where it is. */
    public long address() {
        return view.address();
    }

    /** Its number. */
    public long id() {
        return view.number("cp_id");
    }

    /** How many CPUs it has, as it says. */
    public long cpus() {
        return view.number("cp_ncpus");
    }

    /** Address of one of its CPUs; 0 when it has none. */
    public long first() {
        return view.number("cp_cpulist");
    }

    /** Address of the queue of the threads that must get a CPU at once. */
    public long queue() {
        return view.addressOf("cp_kp_queue");
    }

    /** The partition that follows it in the circle of all. */
    public long next() {
        return view.number("cp_next");
    }
}

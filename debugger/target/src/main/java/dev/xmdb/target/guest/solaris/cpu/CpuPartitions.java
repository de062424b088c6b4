package dev.xmdb.target.guest.solaris.cpu;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.types.StructLayout;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Reads the partitions of a kernel's CPUs. */
public final class CpuPartitions {
    /** More than there are CPUs. */
    private static final int MOST_PARTITIONS = 8192;

    private final SolarisGuest kernel;
    private final StructLayout layout;

    private CpuPartitions(SolarisGuest kernel) {
        this.kernel = kernel;
        this.layout = kernel.types().layout("cpupart_t");
    }

    /**
     * The partitions of a kernel.
     *
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not describe them
     */
    public static CpuPartitions of(SolarisGuest kernel) {
        return kernel.kept(CpuPartitions.class, () -> new CpuPartitions(kernel));
    }

    /** The partition at an address, which may be anything. */
    public CpuPartition at(long address) {
        return new CpuPartition(layout.at(kernel.memory(), address));
    }

    /**
     * Delivers every partition, the default one first.
     *
     * @param sink receives each address; returns false when it wants no more
     */
    public Chain.End all(LongPredicate sink) {
        OptionalLong first = kernel.symbols().valueOf("cp_default");
        return first.isEmpty()
                ? new Chain.End(0, "failed to find 'cp_default'")
                : new Chain("CPU partitions", address -> at(address).next(), MOST_PARTITIONS)
                        .followRing(first.getAsLong(), sink);
    }

    /**
     * Delivers the CPUs of a partition.
     *
     * @param partition the partition
     * @param sink receives each address; returns false when it wants no more
     * @return why there may be others, one sentence; null when there are not
     */
    public @Nullable String cpus(CpuPartition partition, LongPredicate sink) {
        Cpus cpus = Cpus.of(kernel);
        var more = new boolean[] {true};
        Chain.End end = new Chain(
                        "CPUs of the partition", address -> cpus.at(address).nextInPartition(), Cpus.MOST_CPUS)
                .followRing(partition.first(), address -> {
                    more[0] = sink.test(address);
                    return more[0];
                });
        boolean counted = !more[0] || !end.sound() || end.delivered() == partition.cpus();
        return counted ? end.fault() : "cpu count doesn't match cpupart list";
    }
}

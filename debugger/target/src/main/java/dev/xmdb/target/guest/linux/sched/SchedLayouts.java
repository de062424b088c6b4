package dev.xmdb.target.guest.linux.sched;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The structures of the scheduler.
 *
 * @param queue {@code struct rq}
 * @param task {@code struct task_struct}
 * @param fairQueue {@code struct cfs_rq}
 * @param fair {@code struct sched_entity}
 * @param realTimeQueue {@code struct rt_rq}
 * @param realTime {@code struct sched_rt_entity}
 * @param deadline {@code struct sched_dl_entity}
 * @param classes the address of each scheduling class that the kernel has
 */
record SchedLayouts(
        StructLayout queue,
        StructLayout task,
        StructLayout fairQueue,
        StructLayout fair,
        StructLayout realTimeQueue,
        StructLayout realTime,
        StructLayout deadline,
        Map<SchedClass, Long> classes) {

    /**
     * The layouts of a guest.
     *
     * @throws TypeDataException when its types do not tell what a run queue is
     */
    static SchedLayouts of(LinuxGuest guest) {
        return guest.kept(SchedLayouts.class, () -> read(guest));
    }

    private static SchedLayouts read(LinuxGuest guest) {
        Map<SchedClass, Long> classes = new EnumMap<>(SchedClass.class);
        Stream.of(SchedClass.values())
                .filter(kind -> !kind.symbol().isEmpty())
                .forEach(kind ->
                        guest.kallsyms().valueOf(kind.symbol()).ifPresent(address -> classes.put(kind, address)));
        return of(guest.types(), classes);
    }

    /** The layouts in some types. */
    static SchedLayouts of(Types types, Map<SchedClass, Long> classes) {
        return new SchedLayouts(
                types.layout("struct rq"),
                types.layout("struct task_struct"),
                types.layout("struct cfs_rq"),
                types.layout("struct sched_entity"),
                types.layout("struct rt_rq"),
                types.layout("struct sched_rt_entity"),
                types.layout("struct sched_dl_entity"),
                Map.copyOf(classes));
    }

    /** The class at an address. */
    SchedClass classAt(long address) {
        return classes.entrySet().stream()
                .filter(entry -> entry.getValue() == address)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(SchedClass.UNKNOWN);
    }
}

package dev.xmdb.target.guest.linux.sched;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.RedBlackTree;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the run queues of a Linux kernel. Confirmed on 5.10 and 6.1 by the tasks that say of themselves that they are on a queue; the parts
 * that came later (delayed tasks and servers of other classes, 6.8 and 6.12; tasks of BPF schedulers, 6.12) follow the kernel's types.
 */
public final class RunQueues {
    private RunQueues() {}

    /**
     * The run queue of every CPU that the kernel made room for.
     *
     * @param problems receives a sentence for whatever cannot be read
     * @throws TypeDataException when the kernel's types do not tell what a run queue is
     */
    public static List<RunQueue> read(LinuxGuest guest, Consumer<String> problems) {
        long variable = guest.kallsyms()
                .valueOf("runqueues")
                .orElseThrow(() -> new TypeDataException("failed to read runqueues: unknown symbol name"));
        SchedLayouts layouts = SchedLayouts.of(guest);
        List<Integer> online = guest.perCpu().online();
        var queues = new ArrayList<RunQueue>();
        for (int cpu : guest.perCpu().possible()) {
            try {
                StructView queue =
                        layouts.queue().at(guest.memory(), guest.perCpu().address(variable, cpu));
                queues.add(new RunQueue(
                        cpu,
                        online.contains(cpu),
                        queue.address(),
                        queue.number("curr"),
                        queue.number("idle"),
                        queue.number("nr_running"),
                        queue.number("nr_switches"),
                        queue.number("clock"),
                        queue.number(fairCount(layouts)),
                        queue.number("rt.rt_nr_running"),
                        queue.number("dl.dl_nr_running"),
                        new QueueReader(guest.memory(), layouts, RedBlackTree.of(guest), queue, problems).tasks()));
            } catch (MemoryFaultException fault) {
                problems.accept("run queue of CPU " + cpu + ": " + fault.getMessage());
            }
        }
        return List.copyOf(queues);
    }

    /**
     * The tasks of one run queue: what its CPU runs, then what waits for that, in the order of their classes.
     *
     * @param address of the {@code struct rq}
     * @param problems receives a sentence for whatever cannot be read
     */
    public static List<QueuedTask> tasks(LinuxGuest guest, long address, Consumer<String> problems) {
        SchedLayouts layouts = SchedLayouts.of(guest);
        try {
            StructView queue = layouts.queue().at(guest.memory(), address);
            return new QueueReader(guest.memory(), layouts, RedBlackTree.of(guest), queue, problems).tasks();
        } catch (MemoryFaultException fault) {
            problems.accept("run queue at " + Long.toHexString(address) + ": " + fault.getMessage());
            return List.of();
        }
    }

    /** The count that includes groups was renamed in 6.14. */
    private static String fairCount(SchedLayouts layouts) {
        return layouts.queue().has("cfs.h_nr_queued") ? "cfs.h_nr_queued" : "cfs.h_nr_running";
    }
}

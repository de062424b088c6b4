package dev.xmdb.target.guest.linux.sched;

import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.RedBlackTree;
import dev.xmdb.target.guest.linux.processor.LinuxCpu;
import dev.xmdb.target.guest.linux.processor.LinuxCpus;
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
     * @param vcpus the image's
     * @param problems receives a sentence for whatever cannot be read
     * @throws TypeDataException when the kernel's types do not tell what a run queue is
     */
    public static List<RunQueue> read(LinuxGuest guest, List<Vcpu> vcpus, Consumer<String> problems) {
        SchedLayouts layouts = SchedLayouts.of(guest);
        var queues = new ArrayList<RunQueue>();
        for (LinuxCpu cpu : LinuxCpus.read(guest, vcpus, problems)) {
            try {
                StructView queue = layouts.queue().at(guest.memory(), cpu.queue());
                queues.add(new RunQueue(
                        cpu,
                        queue.number("nr_switches"),
                        queue.number("clock"),
                        queue.number(fairCount(layouts)),
                        queue.number("rt.rt_nr_running"),
                        queue.number("dl.dl_nr_running"),
                        tasks(guest, queue, problems)));
            } catch (MemoryFaultException fault) {
                problems.accept("run queue of CPU " + cpu.id() + ": " + fault.getMessage());
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
        try {
            return tasks(guest, SchedLayouts.of(guest).queue().at(guest.memory(), address), problems);
        } catch (MemoryFaultException fault) {
            problems.accept("run queue at " + Long.toHexString(address) + ": " + fault.getMessage());
            return List.of();
        }
    }

    private static List<QueuedTask> tasks(LinuxGuest guest, StructView queue, Consumer<String> problems) {
        return new QueueReader(guest.memory(), SchedLayouts.of(guest), RedBlackTree.of(guest), queue, problems).tasks();
    }

    /** The count that includes groups was renamed in 6.14. */
    private static String fairCount(SchedLayouts layouts) {
        return layouts.queue().has("cfs.h_nr_queued") ? "cfs.h_nr_queued" : "cfs.h_nr_running";
    }
}

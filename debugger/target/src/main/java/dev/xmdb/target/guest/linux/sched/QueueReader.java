package dev.xmdb.target.guest.linux.sched;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.collection.LinkedLists;
import dev.xmdb.target.guest.linux.collection.RedBlackTree;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gathers the tasks of one run queue. A task that runs is in no tree of the fair class, but in the real-time lists and in the tree of
 * deadlines. Groups of tasks stand in a queue as one entity with a queue of its own.
 */
final class QueueReader {
    /** Control groups are nested by hand. */
    private static final int DEEPEST = 64;

    private final AddressSpace memory;
    private final SchedLayouts layouts;
    private final RedBlackTree trees;
    private final LinkedLists lists;
    private final Consumer<String> problems;
    private final StructView queue;
    private final long clock;
    private final long current;
    private final Map<Long, QueuedTask> found = new LinkedHashMap<>();
    private final Set<Long> queuesSeen = new HashSet<>();

    QueueReader(
            AddressSpace memory,
            SchedLayouts layouts,
            RedBlackTree trees,
            StructView queue,
            Consumer<String> problems) {
        this.memory = memory;
        this.layouts = layouts;
        this.trees = trees;
        this.lists = new LinkedLists(memory);
        this.queue = queue;
        this.problems = problems;
        this.clock = queue.number("clock");
        this.current = queue.number("curr");
    }

    List<QueuedTask> tasks() {
        if (current != 0) {
            guarded(() -> add(current, kindOf(current), 0, 0, false));
        }
        guarded(this::stopper);
        deadlines();
        realTime(queue.addressOf("rt"), 0, 0);
        fair(queue.addressOf("cfs"), 0, 0);
        extensible();
        return new ArrayList<>(found.values());
    }

    private void guarded(Runnable read) {
        try {
            read.run();
        } catch (MemoryFaultException fault) {
            problems.accept("run queue at " + Long.toHexString(queue.address()) + ": " + fault.getMessage());
        }
    }

    private SchedClass kindOf(long task) {
        return layouts.classAt(layouts.task().at(memory, task).number("sched_class"));
    }

    /** A CPU's stopper is on no list of its class, which is never of more than one task. */
    private void stopper() {
        long stop = layouts.queue().has("stop") ? queue.number("stop") : 0;
        if (stop != 0 && layouts.task().at(memory, stop).number("on_rq") == 1) {
            add(stop, SchedClass.STOP, 0, 0, false);
        }
    }

    private void deadlines() {
        long link = layouts.deadline().member("rb_node").offset();
        long inTask = layouts.task().member("dl").offset();
        trees.forEach(
                queue.addressOf("dl.root"),
                node -> {
                    StructView entity = layouts.deadline().at(memory, node - link);
                    // Since 6.8 a queue has entities that stand for all tasks of another class.
                    if (!layouts.deadline().has("dl_server") || entity.number("dl_server") == 0) {
                        add(entity.address() - inTask, SchedClass.DEADLINE, 0, entity.number("deadline"), false);
                    }
                    return true;
                },
                problems);
    }

    private void realTime(long runQueue, long group, int depth) {
        if (!enter(runQueue, depth)) {
            return;
        }
        var member = layouts.realTimeQueue().member("active.queue");
        long count = member.type() instanceof Type.Array array ? array.count() : 0;
        long link = layouts.realTime().member("run_list").offset();
        for (int priority = 0; priority < count; priority++) {
            Chain.End end = lists.list(
                    "real-time tasks",
                    runQueue + member.offset() + 16L * priority,
                    node -> realTimeEntity(layouts.realTime().at(memory, node - link), group, depth));
            if (!end.sound()) {
                problems.accept(end.fault() + ", of the run queue at " + Long.toHexString(runQueue));
                return;
            }
        }
    }

    /** With groups of real-time tasks (CONFIG_RT_GROUP_SCHED) an entity may have a queue of its own. */
    private boolean realTimeEntity(StructView entity, long group, int depth) {
        long own = layouts.realTime().has("my_q") ? entity.number("my_q") : 0;
        if (own == 0) {
            add(entity.address() - layouts.task().member("rt").offset(), SchedClass.REAL_TIME, group, 0, false);
        } else {
            realTime(own, layouts.realTimeQueue().at(memory, own).number("tg"), depth + 1);
        }
        return true;
    }

    private void fair(long runQueue, long group, int depth) {
        if (!enter(runQueue, depth)) {
            return;
        }
        long link = layouts.fair().member("run_node").offset();
        if (layouts.fairQueue().has("curr")) {
            guarded(() -> {
                long running = layouts.fairQueue().at(memory, runQueue).number("curr");
                if (running != 0) {
                    fairEntity(layouts.fair().at(memory, running), group, depth);
                }
            });
        }
        trees.forEach(
                runQueue + layouts.fairQueue().member("tasks_timeline").offset(),
                node -> fairEntity(layouts.fair().at(memory, node - link), group, depth),
                problems);
    }

    private boolean fairEntity(StructView entity, long group, int depth) {
        long own = layouts.fair().has("my_q") ? entity.number("my_q") : 0;
        if (own == 0) {
            boolean delayed = layouts.fair().has("sched_delayed") && entity.number("sched_delayed") != 0;
            add(entity.address() - layouts.task().member("se").offset(), SchedClass.FAIR, group, 0, delayed);
        } else {
            fair(own, layouts.fairQueue().at(memory, own).number("tg"), depth + 1);
        }
        return true;
    }

    private void extensible() {
        if (!layouts.queue().has("scx.runnable_list") || !layouts.task().has("scx.runnable_node")) {
            return;
        }
        long link = layouts.task().member("scx.runnable_node").offset();
        Chain.End end = lists.list("tasks of a BPF scheduler", queue.addressOf("scx.runnable_list"), node -> {
            add(node - link, SchedClass.EXTENSIBLE, 0, 0, false);
            return true;
        });
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
    }

    private boolean enter(long runQueue, int depth) {
        if (depth > DEEPEST) {
            problems.accept(
                    "groups of tasks are nested more than " + DEEPEST + " deep at " + Long.toHexString(runQueue));
            return false;
        }
        if (!queuesSeen.add(runQueue)) {
            problems.accept("queues of groups run in a circle at " + Long.toHexString(runQueue));
            return false;
        }
        return true;
    }

    private void add(long address, SchedClass kind, long group, long deadline, boolean delayed) {
        QueuedTask before = found.get(address);
        if (before != null && (before.group() != 0 || group == 0)) {
            return;
        }
        StructView task = layouts.task().at(memory, address);
        boolean running = address == current;
        found.put(
                address,
                new QueuedTask(
                        address,
                        kind,
                        group,
                        (int) task.number("prio"),
                        running,
                        delayed,
                        kind == SchedClass.FAIR ? task.number("se.vruntime") : 0,
                        deadline,
                        since(task, running)));
    }

    /** Kernels without statistics of tasks have no such times; before 5.11 statistics could also be switched off. */
    private long since(StructView task, boolean running) {
        String path = running ? "sched_info.last_arrival" : "sched_info.last_queued";
        long then = layouts.task().has(path) ? task.number(path) : 0;
        return then == 0 ? -1 : Math.max(0, clock - then);
    }
}

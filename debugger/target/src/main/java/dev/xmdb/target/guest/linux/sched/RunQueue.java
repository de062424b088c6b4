package dev.xmdb.target.guest.linux.sched;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.LinkedLists;
import dev.xmdb.target.guest.linux.collection.RedBlackTree;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads what waits on a CPU's run queue ({@code struct rq}): the tree of tasks with deadlines, the lists of real-time tasks by priority,
 * and the tree of fair tasks, each through the queues of groups in it. What the CPU runs is in none of the fair trees, but in the others.
 */
public final class RunQueue {
    private static final int DEEPEST = 16;
    private static final long MOST_PRIORITIES = 1024;

    private final AddressSpace memory;
    private final Types types;
    private final LinkedLists lists;
    private final RedBlackTree trees;
    private final StructLayout queue;
    private final StructLayout task;

    private RunQueue(LinuxGuest guest) {
        this.memory = guest.memory();
        this.types = guest.types();
        this.lists = LinkedLists.of(guest);
        this.trees = RedBlackTree.of(guest);
        this.queue = types.layout("struct rq");
        this.task = types.layout("struct task_struct");
    }

    /**
     * The reader of a guest.
     *
     * @throws TypeDataException when the kernel's types do not tell what a run queue is
     */
    public static RunQueue of(LinuxGuest guest) {
        return guest.kept(RunQueue.class, () -> new RunQueue(guest));
    }

    /**
     * The tasks on a run queue, those that go first first.
     *
     * @param address of the {@code struct rq}
     * @param problems receives a sentence for what cannot be read
     */
    public List<QueuedTask> tasks(long address, Consumer<String> problems) {
        List<QueuedTask> found = new ArrayList<>();
        try {
            deadlines(address, found, problems);
            realtime(address + queue.member("rt").offset(), found, problems, 0);
            fair(address + queue.member("cfs").offset(), found, new HashSet<>(), problems, 0);
        } catch (TypeDataException | MemoryFaultException lost) {
            problems.accept("run queue at " + Long.toHexString(address) + ": " + lost.getMessage());
        }
        return found;
    }

    private void deadlines(long address, List<QueuedTask> into, Consumer<String> problems) {
        StructLayout entity = types.layout("struct sched_dl_entity");
        long node = entity.member("rb_node").offset();
        trees.forEach(
                address + queue.member("dl.root").offset(),
                at -> {
                    StructView own = entity.at(memory, at - node);
                    // Since 6.8 a queue of fair tasks may have a deadline of its own, and stands here for them.
                    if (!entity.has("dl_server") || own.number("dl_server") == 0) {
                        into.add(new QueuedTask(
                                own.address() - task.member("dl").offset(),
                                QueuedTask.Discipline.DEADLINE,
                                own.number("deadline")));
                    }
                    return true;
                },
                problems);
    }

    /** Lists by priority; since 4.14 and where groups of real-time tasks are built in, an entry may be a group's own lists. */
    private void realtime(long lists, List<QueuedTask> into, Consumer<String> problems, int depth) {
        StructLayout own = types.layout("struct rt_rq");
        StructLayout entity = types.layout("struct sched_rt_entity");
        Member first = own.member("active.queue[0]");
        Member all = own.member("active.queue");
        long stride = first.bitWidth() / Byte.SIZE;
        long priorities = all.type() instanceof Type.Array array ? Math.min(array.count(), MOST_PRIORITIES) : 0;
        for (long priority = 0; priority < priorities; priority++) {
            long rank = priority;
            Optional.ofNullable(this.lists
                            .list("real-time tasks", lists + first.offset() + priority * stride, at -> {
                                StructView each = entity.at(
                                        memory, at - entity.member("run_list").offset());
                                long group = entity.has("my_q") ? each.number("my_q") : 0;
                                if (group == 0) {
                                    into.add(new QueuedTask(
                                            each.address() - task.member("rt").offset(),
                                            QueuedTask.Discipline.REALTIME,
                                            rank));
                                } else if (depth < DEEPEST) {
                                    realtime(group, into, problems, depth + 1);
                                }
                                return true;
                            })
                            .fault())
                    .ifPresent(problems);
        }
    }

    private void fair(long tree, List<QueuedTask> into, Set<Long> seen, Consumer<String> problems, int depth) {
        if (!seen.add(tree) || depth > DEEPEST) {
            problems.accept("groups of fair tasks contain each other at " + Long.toHexString(tree));
            return;
        }
        StructLayout own = types.layout("struct cfs_rq");
        StructLayout entity = types.layout("struct sched_entity");
        long node = entity.member("run_node").offset();
        trees.forEach(
                tree + own.member("tasks_timeline").offset(),
                at -> {
                    entity(entity.at(memory, at - node), into, seen, problems, depth);
                    return true;
                },
                problems);
        // The entity that runs is in no tree; where it is a group, what else that group has waits below it.
        long running = own.at(memory, tree).number("curr");
        if (running != 0 && entity.has("my_q") && entity.at(memory, running).number("my_q") != 0) {
            entity(entity.at(memory, running), into, seen, problems, depth);
        }
    }

    private void entity(
            StructView entity, List<QueuedTask> into, Set<Long> seen, Consumer<String> problems, int depth) {
        long group = entity.layout().has("my_q") ? entity.number("my_q") : 0;
        if (group == 0) {
            into.add(new QueuedTask(
                    entity.address() - task.member("se").offset(),
                    QueuedTask.Discipline.FAIR,
                    entity.number("vruntime")));
        } else {
            fair(group, into, seen, problems, depth + 1);
        }
    }
}

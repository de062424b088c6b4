package dev.xmdb.target.guest.linux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.collection.RedBlackTree;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.TypesOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Run queues made by hand, with what kernels have of which there is no image. */
final class QueueReaderTest {
    private static final long QUEUE = 0xffff888001000000L;
    private static final long GROUP_QUEUE = 0xffff888001010000L;
    private static final long GROUP_ENTITY = 0xffff888001020000L;
    private static final long GROUP = 0xffff888001030000L;
    private static final long TASKS = 0xffff888002000000L;
    private static final long FAIR_CLASS = 0xffffffff82000100L;

    private static final int CURRENT = 0x10;
    private static final int CLOCK = 0x18;
    private static final int FAIR = 0x100;
    private static final int TREE = 0x30;
    private static final int FAIR_CURRENT = 0x40;
    private static final int REAL_TIME = 0x200;
    private static final int LISTS = 0x10;
    private static final int DEADLINE = 0x900;

    private static final int ENTITY = 0x40;
    private static final int REAL_TIME_ENTITY = 0x100;
    private static final int DEADLINE_ENTITY = 0x180;
    private static final int STATISTICS = 0x200;

    private final MemoryOf memory = new MemoryOf(8);
    private final TypesOf types = new TypesOf();
    private final List<String> problems = new ArrayList<>();

    QueueReaderTest() {
        memory.put(QUEUE, new byte[0x1000]);
        memory.put(GROUP_QUEUE, new byte[0x1000]);
        memory.put(GROUP_ENTITY, new byte[0x1000]);
        memory.put(TASKS, new byte[0x8000]);
        types.struct("list_head", 16).number("next", 0, 8).number("prev", 8, 8);
        types.struct("rb_node", 24)
                .number("__rb_parent_color", 0, 8)
                .number("rb_right", 8, 8)
                .number("rb_left", 16, 8);
        types.struct("rb_root", 8).number("rb_node", 0, 8);
        types.struct("sched_entity", 0xc0)
                .struct("run_node", 0x10, "rb_node")
                .number("sched_delayed", 0x39, 1)
                .number("vruntime", 0x50, 8)
                .number("my_q", 0x80, 8);
        types.struct("sched_rt_entity", 0x30).struct("run_list", 0, "list_head");
        types.struct("sched_dl_entity", 0x60)
                .struct("rb_node", 0, "rb_node")
                .number("deadline", 0x48, 8)
                .number("dl_server", 0x54, 1);
        types.struct("sched_info", 32).number("last_arrival", 16, 8).number("last_queued", 24, 8);
        types.struct("task_struct", 0x300)
                .number("prio", 0x20, 4)
                .number("on_rq", 0x24, 4)
                .number("sched_class", 0x28, 8)
                .struct("se", ENTITY, "sched_entity")
                .struct("rt", REAL_TIME_ENTITY, "sched_rt_entity")
                .struct("dl", DEADLINE_ENTITY, "sched_dl_entity")
                .struct("sched_info", STATISTICS, "sched_info");
        types.struct("cfs_rq", 0x80)
                .struct("tasks_timeline", TREE, "rb_root")
                .number("curr", FAIR_CURRENT, 8)
                .number("tg", 0x48, 8);
        var heads = new Type.Array(TypeLink.to(types.find("struct list_head").orElseThrow()), 100, 0);
        types.struct("rt_prio_array", 0x650).field("queue", LISTS, heads);
        types.struct("rt_rq", 0x680).struct("active", 0, "rt_prio_array");
        types.struct("dl_rq", 0x40).struct("root", 0, "rb_root");
        types.struct("rq", 0xa00)
                .number("curr", CURRENT, 8)
                .number("clock", CLOCK, 8)
                .number("stop", 0x20, 8)
                .struct("cfs", FAIR, "cfs_rq")
                .struct("rt", REAL_TIME, "rt_rq")
                .struct("dl", DEADLINE, "dl_rq");
        memory.word(QUEUE + CLOCK, 1_000_000);
    }

    private static long task(int number) {
        return TASKS + number * 0x1000L;
    }

    private List<QueuedTask> read() {
        var layouts = SchedLayouts.of(types, Map.of(SchedClass.FAIR, FAIR_CLASS));
        var queue = new StructView(layouts.queue(), memory, QUEUE);
        return new QueueReader(memory, layouts, new RedBlackTree(memory, types), queue, problems::add).tasks();
    }

    private static long node(long entity) {
        return entity + 0x10;
    }

    @Test
    void theTaskThatRunsIsNotInTheTreeAndStandsFirst() {
        memory.word(QUEUE + CURRENT, task(0)).word(QUEUE + FAIR + FAIR_CURRENT, task(0) + ENTITY);
        memory.word(task(0) + 0x28, FAIR_CLASS).put(task(0) + 0x20, 4, 120);
        memory.word(task(0) + STATISTICS + 16, 990_000);
        memory.word(QUEUE + FAIR + TREE, node(task(1) + ENTITY));
        memory.put(task(1) + 0x20, 4, 130).word(task(1) + STATISTICS + 24, 400_000);
        assertThat(read())
                .containsExactly(
                        new QueuedTask(task(0), SchedClass.FAIR, 0, 120, true, false, 0, 0, 10_000),
                        new QueuedTask(task(1), SchedClass.FAIR, 0, 130, false, false, 0, 0, 600_000));
        assertThat(problems).isEmpty();
    }

    @Test
    void tasksOfAGroupAreInItsOwnQueueWhetherTheGroupRunsOrWaits() {
        memory.word(GROUP_ENTITY + 0x80, GROUP_QUEUE).word(GROUP_QUEUE + 0x48, GROUP);
        memory.word(GROUP_QUEUE + TREE, node(task(1) + ENTITY));
        memory.word(QUEUE + FAIR + TREE, node(GROUP_ENTITY));
        assertThat(read()).extracting(QueuedTask::task, QueuedTask::group).containsExactly(tuple(task(1), GROUP));
        memory.word(QUEUE + FAIR + TREE, 0)
                .word(QUEUE + FAIR + FAIR_CURRENT, GROUP_ENTITY)
                .word(QUEUE + CURRENT, task(0))
                .word(GROUP_QUEUE + FAIR_CURRENT, task(0) + ENTITY);
        assertThat(read())
                .extracting(QueuedTask::task, QueuedTask::group, QueuedTask::running)
                .containsExactly(tuple(task(0), GROUP, true), tuple(task(1), GROUP, false));
    }

    @Test
    void aGroupWhoseQueueLeadsBackEnds() {
        memory.word(GROUP_ENTITY + 0x80, QUEUE + FAIR);
        memory.word(QUEUE + FAIR + TREE, node(GROUP_ENTITY));
        assertThat(read()).isEmpty();
        assertThat(problems).containsExactly("queues of groups run in a circle at " + Long.toHexString(QUEUE + FAIR));
    }

    @Test
    void aTaskThatWasLeftInTheTreeAsItFellAsleepDoesNotWait() {
        memory.word(QUEUE + FAIR + TREE, node(task(1) + ENTITY));
        memory.put(task(1) + ENTITY + 0x39, 1, 1);
        assertThat(read()).singleElement().matches(QueuedTask::delayed);
    }

    @Test
    void realTimeTasksStandInTheOrderOfTheirPrioritiesBeforeTheOthers() {
        memory.word(QUEUE + FAIR + TREE, node(task(3) + ENTITY));
        queue(10, task(1));
        queue(50, task(2));
        memory.put(task(1) + 0x20, 4, 10).put(task(2) + 0x20, 4, 50);
        assertThat(read())
                .extracting(QueuedTask::task, QueuedTask::kind, QueuedTask::priority)
                .containsExactly(
                        tuple(task(1), SchedClass.REAL_TIME, 10),
                        tuple(task(2), SchedClass.REAL_TIME, 50),
                        tuple(task(3), SchedClass.FAIR, 0));
    }

    private void queue(int priority, long task) {
        long head = QUEUE + REAL_TIME + LISTS + 16L * priority;
        long link = task + REAL_TIME_ENTITY;
        memory.word(head, link).word(head + 8, link).word(link, head).word(link + 8, head);
    }

    @Test
    void whatStandsForAnotherClassAmongTheDeadlinesIsNoTask() {
        memory.word(QUEUE + DEADLINE, task(1) + DEADLINE_ENTITY);
        memory.word(task(1) + DEADLINE_ENTITY + 0x48, 5_000_000);
        assertThat(read())
                .extracting(QueuedTask::task, QueuedTask::kind, QueuedTask::deadline)
                .containsExactly(tuple(task(1), SchedClass.DEADLINE, 5_000_000L));
        memory.put(task(1) + DEADLINE_ENTITY + 0x54, 1, 1);
        assertThat(read()).isEmpty();
    }

    @Test
    void aBrokenTreeIsToldAndTheRestIsRead() {
        memory.word(QUEUE + FAIR + TREE, 0x1000);
        queue(10, task(1));
        assertThat(read()).extracting(QueuedTask::task).containsExactly(task(1));
        assertThat(problems).hasSize(1);
    }
}

package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the wait queues, completions and futexes that a task waits for. A {@code wait_queue_entry} has the function that wakes its task, by
 * which entries are told from the head of their ring; the simpler {@code swait_queue} lies on the stack of its task, which its head does not.
 */
final class QueueRecords {
    /** The low bits of a futex's offset: 1 in a file, 2 in memory that several processes share, else of one process. */
    private static final long FUTEX_KIND = 3;

    private static final long FUTEX_IN_FILE = 1;

    private final LinuxGuest guest;
    private final AddressSpace memory;
    private final KnownTasks tasks;
    private final ListLinks links;
    private final StructLayout entry;
    private final long headInQueue;
    private final OptionalLong pollWake;

    QueueRecords(LinuxGuest guest, KnownTasks tasks) {
        this.guest = guest;
        this.memory = guest.memory();
        this.tasks = tasks;
        this.links = new ListLinks(memory);
        this.entry = guest.types().layout("struct wait_queue_entry");
        this.headInQueue =
                guest.types().layout("struct wait_queue_head").member("head").offset();
        this.pollWake = guest.kallsyms().valueOf("pollwake");
    }

    List<TaskWait> find(LinuxTask task, TaskStackWords stack, Optional<WaitKind> place) {
        var found = new ArrayList<TaskWait>();
        boolean completion = place.filter(kind -> kind == WaitKind.COMPLETION).isPresent();
        stack.forEach(task.address(), word -> {
            queue(task, word - entry.member("private").offset(), completion).ifPresent(found::add);
            simple(task, word, completion).ifPresent(found::add);
        });
        found.addAll(polled(task, stack));
        return found;
    }

    private Optional<TaskWait> queue(LinuxTask task, long record, boolean completion) {
        try {
            StructView view = entry.at(memory, record);
            long link = view.addressOf("entry");
            long function = view.number("func");
            if (!isFunction(function) || !links.linked(link)) {
                return Optional.empty();
            }
            long head = head(link);
            // Up to 5.6 a completion has a wait queue of this kind.
            Optional<StructLayout> whole = completion ? completionOf("wait.head") : Optional.empty();
            if (whole.isPresent() && head != 0) {
                long lock = head - whole.get().member("wait").offset();
                return Optional.of(new TaskWait(task.address(), WaitKind.COMPLETION, lock, record, true, function));
            }
            return Optional.of(new TaskWait(task.address(), WaitKind.QUEUE, head, record, exclusive(view), function));
        } catch (MemoryFaultException notThere) {
            return Optional.empty();
        }
    }

    private static boolean exclusive(StructView view) {
        return (view.number("flags") & 1) != 0;
    }

    private long head(long link) {
        long function = entry.member("func").offset() - entry.member("entry").offset();
        OptionalLong head = links.head(link, other -> isFunction(memory.readLong(other + function)));
        return head.isPresent() ? head.getAsLong() - headInQueue : 0;
    }

    private Optional<StructLayout> completionOf(String path) {
        StructLayout layout = guest.types().layout("struct completion");
        return layout.has(path) ? Optional.of(layout) : Optional.empty();
    }

    private Optional<TaskWait> simple(LinuxTask task, long word, boolean completion) {
        try {
            StructLayout layout = guest.types().layout("struct swait_queue");
            long inTask = layout.member("task").offset();
            long inList = layout.member("task_list").offset();
            long link = word - inTask + inList;
            if (!links.linked(link)) {
                return Optional.empty();
            }
            OptionalLong member = links.head(link, other -> {
                long owner = memory.readLong(other - inList + inTask);
                return tasks.onStack(owner, other);
            });
            if (member.isEmpty()) {
                return Optional.empty();
            }
            long queue = member.getAsLong()
                    - guest.types()
                            .layout("struct swait_queue_head")
                            .member("task_list")
                            .offset();
            Optional<StructLayout> whole = completion ? completionOf("wait.task_list") : Optional.empty();
            return Optional.of(
                    whole.isPresent()
                            ? new TaskWait(
                                    task.address(),
                                    WaitKind.COMPLETION,
                                    queue - whole.get().member("wait").offset(),
                                    word - inTask,
                                    true,
                                    0)
                            : new TaskWait(task.address(), WaitKind.SIMPLE_QUEUE, queue, word - inTask, true, 0));
        } catch (MemoryFaultException | TypeDataException notThere) {
            return Optional.empty();
        }
    }

    /** A task that polls has an entry in the queue of every file, which all lead to the one record of its poll. */
    private List<TaskWait> polled(LinuxTask task, TaskStackWords stack) {
        if (pollWake.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<TaskWait>();
        StructLayout polls = guest.types().layout("struct poll_wqueues");
        stack.forEach(pollWake.getAsLong(), word -> {
            try {
                StructView view = entry.at(memory, word - entry.member("func").offset());
                long poll = view.number("private");
                if (stack.holds(poll)
                        && polls.at(memory, poll).number("polling_task") == task.address()
                        && links.linked(view.addressOf("entry"))) {
                    long head = head(view.addressOf("entry"));
                    found.add(new TaskWait(
                            task.address(), WaitKind.QUEUE, head, view.address(), false, pollWake.getAsLong()));
                }
            } catch (MemoryFaultException notThere) {
                // Words of the same value need not be records.
            }
        });
        return found;
    }

    /** The futexes that a task waits for: one, or with futex_waitv (since 5.16) several. */
    List<TaskWait> futexes(LinuxTask task, TaskStackWords stack) {
        var found = new ArrayList<TaskWait>();
        StructLayout layout = guest.types().layout("struct futex_q");
        long inTask = layout.member("task").offset();
        stack.forEach(task.address(), word -> {
            try {
                StructView view = layout.at(memory, word - inTask);
                if (view.number("lock_ptr") != 0 && links.linked(view.addressOf("list.node_list"))) {
                    found.add(new TaskWait(task.address(), WaitKind.FUTEX, user(view), view.address(), true, 0));
                }
            } catch (MemoryFaultException notThere) {
                // Words of the same value need not be records.
            }
        });
        return found;
    }

    /** Its address in the process; a futex in a file has none that the kernel remembers. */
    private static long user(StructView view) {
        long offset = view.number("key.both.offset");
        return (offset & FUTEX_IN_FILE) != 0 ? 0 : view.number("key.private.address") + (offset & ~FUTEX_KIND & 0xfff);
    }

    private boolean isFunction(long address) {
        return address < 0 && !guest.symbols().exactly(address).isEmpty();
    }
}

package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds what sleeping tasks wait for: the record of the wait lies on the task's own stack, has the task's address in it, and is linked into
 * the list of whatever is waited for. Confirmed on 5.10 and 6.1 by tasks whose waits are known.
 */
public final class TaskWaits {
    private static final long RUNNABLE = 0;

    private final LinuxGuest guest;
    private final Consumer<String> problems;
    private final KnownTasks tasks;
    private final LockRecords locks;
    private final QueueRecords queues;
    private final TimerRecords timers;

    /**
     * For the tasks of a guest.
     *
     * @param tasks all of them
     * @param problems receives a sentence for each task whose wait cannot be looked for
     */
    public TaskWaits(LinuxGuest guest, List<LinuxTask> tasks, Consumer<String> problems) {
        this.guest = guest;
        this.problems = problems;
        this.tasks = new KnownTasks(tasks, guest.stackAreas().size());
        this.locks = new LockRecords(guest.memory(), guest.types(), this.tasks);
        this.queues = new QueueRecords(guest, this.tasks);
        this.timers = new TimerRecords(guest);
    }

    /** Whether an address is that of a task. */
    public boolean isTask(long address) {
        return tasks.has(address);
    }

    /** What a task waits for; nothing for one that runs or could, and for one whose stack does not tell. */
    public List<TaskWait> of(LinuxTask task) {
        return task.onCpu() || task.state().state() == RUNNABLE ? List.of() : ofSleeping(task);
    }

    private List<TaskWait> ofSleeping(LinuxTask task) {
        var found = new ArrayList<TaskWait>();
        try {
            Optional<TaskStackWords> stack = TaskStackWords.of(guest, task);
            if (stack.isEmpty()) {
                return List.of();
            }
            Optional<WaitKind> place = SleepPlace.of(guest, frames(task));
            if (place.isPresent() && place.get().lock()) {
                locks.find(place.get(), task, stack.get())
                        .ifPresentOrElse(
                                found::add,
                                () -> problems.accept("task "
                                        + Long.toHexString(task.address()) + " sleeps for a "
                                        + place.get().word()
                                        + ", and no sound record of that is on its stack"));
            } else if (place.isPresent() && place.get() == WaitKind.FUTEX) {
                found.addAll(queues.futexes(task, stack.get()));
            } else {
                found.addAll(queues.find(task, stack.get(), place));
            }
            found.addAll(timers.find(task, stack.get()));
        } catch (MemoryFaultException | TypeDataException lost) {
            problems.accept("task " + Long.toHexString(task.address()) + ": " + lost.getMessage());
        }
        return found;
    }

    private List<StackFrame> frames(LinuxTask task) {
        return guest.stackOf(task).frames();
    }
}

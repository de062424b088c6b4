package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Finds the timers that will wake a task: those of {@code schedule_timeout} and of the high-resolution sleeps, on the task's stack. */
final class TimerRecords {
    private final AddressSpace memory;
    private final Types types;
    private final OptionalLong timeout;
    private final OptionalLong wakeup;

    TimerRecords(LinuxGuest guest) {
        this.memory = guest.memory();
        this.types = guest.types();
        this.timeout = guest.kallsyms().valueOf("process_timeout");
        this.wakeup = guest.kallsyms().valueOf("hrtimer_wakeup");
    }

    List<TaskWait> find(LinuxTask task, TaskStackWords stack) {
        var found = new ArrayList<TaskWait>();
        StructLayout timer = types.layout("struct timer_list");
        StructLayout highResolution = types.layout("struct hrtimer");
        StructLayout sleeper = types.layout("struct hrtimer_sleeper");
        // Up to 4.14 the timer itself leads to the task.
        long inTimer = timer.has("data")
                ? timer.member("data").offset()
                : types.layout("struct process_timer").member("task").offset();
        stack.forEach(task.address(), word -> {
            try {
                StructView wheel = timer.at(memory, word - inTimer);
                if (is(timeout, wheel.number("function")) && wheel.number("entry.pprev") != 0) {
                    found.add(wait(task, wheel));
                }
                StructView precise =
                        highResolution.at(memory, word - sleeper.member("task").offset());
                if (is(wakeup, precise.number("function")) && queued(precise)) {
                    found.add(wait(task, precise));
                }
            } catch (MemoryFaultException notThere) {
                // Words of the same value need not be records.
            }
        });
        return found;
    }

    /** Since 7.1 a timer says in a word of its own that it is queued. */
    private static boolean queued(StructView timer) {
        StructLayout layout = timer.layout();
        String word = layout.has("state") ? "state" : "is_queued";
        return !layout.has(word) || timer.number(word) != 0;
    }

    private static boolean is(OptionalLong function, long address) {
        return function.isPresent() && function.getAsLong() == address;
    }

    private static TaskWait wait(LinuxTask task, StructView timer) {
        return new TaskWait(
                task.address(), WaitKind.TIMER, timer.address(), timer.address(), true, timer.number("function"));
    }
}

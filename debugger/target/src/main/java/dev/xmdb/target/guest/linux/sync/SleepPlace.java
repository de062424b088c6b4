package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.stack.StackFrame;
import java.util.List;
import java.util.Optional;

/**
 * In which of the kernel's waiting functions a task sleeps. The records that different locks leave on a stack look the same; which one it
 * is shows in the functions that the task sleeps in.
 */
final class SleepPlace {
    /** The waiting function is called by few others before the scheduler: deeper frames are the callers of the whole operation. */
    private static final int NEAR = 12;

    private static final List<String> SEMAPHORE = List.of(
            "down",
            "__down",
            "__down_common",
            "___down_common",
            "down_interruptible",
            "__down_interruptible",
            "down_killable",
            "__down_killable",
            "down_timeout",
            "__down_timeout");

    private SleepPlace() {}

    /** What the functions of a stack wait for, as far as they tell; the innermost that tells anything decides. */
    static Optional<WaitKind> of(LinuxGuest guest, List<StackFrame> frames) {
        return frames.stream()
                .limit(NEAR)
                .map(frame -> name(guest, frame))
                .flatMap(name -> kind(name).stream())
                .findFirst();
    }

    private static String name(LinuxGuest guest, StackFrame frame) {
        String whole = guest.symbols()
                .at(frame.afterCall() ? frame.pc() - 1 : frame.pc())
                .map(hit -> hit.name())
                .orElse("");
        String own = whole.substring(whole.indexOf('`') + 1);
        int suffix = own.indexOf('.');
        return suffix < 0 ? own : own.substring(0, suffix);
    }

    /** What a function of this name waits for. */
    static Optional<WaitKind> kind(String name) {
        if (name.startsWith("__mutex_lock")
                || name.startsWith("mutex_lock")
                || name.startsWith("__ww_mutex_lock")
                || name.startsWith("ww_mutex_lock")) {
            return Optional.of(WaitKind.MUTEX);
        }
        if (name.contains("rwsem_down_")
                || name.startsWith("down_read")
                || name.startsWith("down_write")
                || name.startsWith("__down_read")
                || name.startsWith("__down_write")) {
            return Optional.of(WaitKind.RWSEM);
        }
        if (SEMAPHORE.contains(name)) {
            return Optional.of(WaitKind.SEMAPHORE);
        }
        if (name.contains("wait_for_completion") || name.endsWith("wait_for_common")) {
            return Optional.of(WaitKind.COMPLETION);
        }
        if (name.startsWith("futex_wait") || name.startsWith("__futex_wait")) {
            return Optional.of(WaitKind.FUTEX);
        }
        return name.contains("rt_mutex_slowlock")
                        || name.contains("rtlock_slowlock")
                        || name.startsWith("rt_mutex_wait")
                ? Optional.of(WaitKind.RT_MUTEX)
                : Optional.empty();
    }
}

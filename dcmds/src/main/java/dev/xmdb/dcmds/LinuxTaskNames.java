package dev.xmdb.dcmds;

import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tasks of a Linux guest by their addresses, for commands that show what tasks have to do with something else. */
public final class LinuxTaskNames {
    private final Map<Long, LinuxTask> tasks = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private LinuxTaskNames(LinuxGuest guest) {
        guest.tasks(problems::add).forEach(task -> tasks.put(task.address(), task));
    }

    /** The tasks of the guest that a command runs on; the same ones for all runs of a loop. */
    public static LinuxTaskNames of(Invocation in) {
        return in.loopState(LinuxTaskNames.class, () -> new LinuxTaskNames(LinuxKernel.of(in.target())));
    }

    /** The task at an address; empty when no list has one there. */
    public Optional<LinuxTask> at(long address) {
        return Optional.ofNullable(tasks.get(address));
    }

    /** Every task. */
    public Collection<LinuxTask> all() {
        return tasks.values();
    }

    /** The number of a task as text; {@code ?} when there is none at the address. */
    public String pid(long address) {
        return at(address).map(task -> Long.toString(task.pid())).orElse("?");
    }

    /** The name of a task, on one line; {@code ?} when there is none at the address. */
    public String name(long address) {
        return at(address).map(task -> SingleLine.of(task.name())).orElse("?");
    }

    /** What kept tasks from being read. */
    public List<String> problems() {
        return problems;
    }

    /** Says what kept tasks from being read, and what else went wrong. */
    public Status tell(Invocation in, List<String> more) {
        boolean first = !in.isLoop() || in.isLoopFirst();
        if (first) {
            problems.forEach(in::warn);
        }
        more.forEach(in::warn);
        return more.isEmpty() && (problems.isEmpty() || !first) ? Status.OK : Status.ERROR;
    }
}

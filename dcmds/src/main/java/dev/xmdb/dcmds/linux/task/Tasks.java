package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.thread.TaskStacks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tasks of a guest as one command sees them, with what kept others from being read. */
public final class Tasks {
    private final List<LinuxTask> all;
    private final List<String> problems;
    private final Map<Long, LinuxTask> byAddress = new HashMap<>();

    private Tasks(List<LinuxTask> all, List<String> problems) {
        this.all = all;
        this.problems = problems;
        all.forEach(task -> byAddress.put(task.address(), task));
    }

    /** The tasks of the guest that a command runs on; the same ones for all runs of a loop. */
    public static Tasks of(Invocation in) {
        return in.loopState(Tasks.class, () -> of(LinuxKernel.of(in.target())));
    }

    /** The same for a command that tells what CPUs run: what kept that from being read is among the problems. */
    static Tasks withCpus(Invocation in) {
        return in.loopState(Tasks.class, () -> {
            LinuxGuest guest = LinuxKernel.of(in.target());
            Set<String> problems = new LinkedHashSet<>();
            List<LinuxTask> all = guest.tasks(problems::add);
            problems.addAll(TaskStacks.of(guest, in.target().vcpus()).problems());
            return new Tasks(all, List.copyOf(problems));
        });
    }

    /** The tasks of a guest. */
    public static Tasks of(LinuxGuest guest) {
        var problems = new ArrayList<String>();
        return new Tasks(guest.tasks(problems::add), problems);
    }

    /** Every task, the threads of a process behind it. */
    public List<LinuxTask> all() {
        return all;
    }

    /** The first threads of processes. */
    public List<LinuxTask> leaders() {
        return all.stream().filter(LinuxTask::leader).toList();
    }

    /** The threads of a task's process. Idle tasks, all of number 0, are alone. */
    public List<LinuxTask> threads(LinuxTask task) {
        return task.pid() == 0
                ? List.of(task)
                : all.stream().filter(each -> each.tgid() == task.tgid()).toList();
    }

    /**
     * The task at an address.
     *
     * @throws DcmdException when there is none
     */
    public LinuxTask at(long address) {
        LinuxTask task = byAddress.get(address);
        if (task == null) {
            throw new DcmdException(Long.toHexString(address) + " is not the address of a task");
        }
        return task;
    }

    /** The task at an address; empty when no list has one there. */
    public Optional<LinuxTask> find(long address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** The number of a task as text; {@code ?} when there is none at the address. */
    public String pid(long address) {
        return find(address).map(task -> Long.toString(task.pid())).orElse("?");
    }

    /** The name of a task, on one line; {@code ?} when there is none at the address. */
    public String name(long address) {
        return find(address).map(task -> SingleLine.of(task.name())).orElse("?");
    }

    /** Says what kept tasks from being read; once for all runs of a loop. */
    public Status tell(Invocation in) {
        return tell(in, List.of());
    }

    /** Says what kept tasks from being read, and what else went wrong in this run. */
    public Status tell(Invocation in, List<String> more) {
        boolean first = !in.isLoop() || in.isLoopFirst();
        if (first) {
            problems.forEach(in::warn);
        }
        more.forEach(in::warn);
        return more.isEmpty() && (problems.isEmpty() || !first) ? Status.OK : Status.ERROR;
    }

    /** What could not be read. */
    public List<String> problems() {
        return problems;
    }
}

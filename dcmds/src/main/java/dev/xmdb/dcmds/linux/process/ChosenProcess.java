package dev.xmdb.dcmds.linux.process;

import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.space.ProcessSpace;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The task that a command is about, and what went wrong as it was read. */
final class ChosenProcess {
    private final Invocation in;
    private final LinuxGuest guest;
    private final LinuxTask task;
    private final List<String> problems = new ArrayList<>();

    /**
     * The task at an invocation's address.
     *
     * @throws DcmdException when there is none
     */
    ChosenProcess(Invocation in) {
        this.in = in;
        this.guest = LinuxKernel.of(in.target());
        this.task = Tasks.of(in).at(in.address());
    }

    LinuxGuest guest() {
        return guest;
    }

    LinuxTask task() {
        return task;
    }

    /**
     * Its address space.
     *
     * @throws DcmdException when it has none
     */
    ProcessSpace space() {
        if (task.memory() == 0) {
            throw new DcmdException("task " + Long.toHexString(task.address())
                    + (task.kernelThread()
                            ? " is a thread of the kernel's own: it has no address space"
                            : " has ended: it has no address space any more"));
        }
        return new ProcessSpace(guest, task.memory());
    }

    /** Its address space; empty when it has none and is one of several that a loop goes through. */
    Optional<ProcessSpace> spaceIfAny() {
        return task.memory() == 0 && in.isLoop() ? Optional.empty() : Optional.of(space());
    }

    /** Takes note of a problem. */
    void problem(String sentence) {
        problems.add(sentence);
    }

    /** Says what went wrong. */
    Status tell() {
        problems.forEach(in::warn);
        return problems.isEmpty() ? Status.OK : Status.ERROR;
    }
}

package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.space.ProcessSpace;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.Optional;

/** The arguments that a process was started with, in place of its name. */
final class ProcessArguments {
    private static final int LONGEST = 4096;

    private final LinuxGuest guest;

    ProcessArguments(Target target) {
        this.guest = LinuxKernel.of(target);
    }

    /** The arguments with a blank between them; empty when the process has none, or they are not in memory. */
    Optional<String> of(LinuxTask task) {
        if (task.memory() == 0) {
            return Optional.empty();
        }
        try {
            String words = String.join(" ", new ProcessSpace(guest, task.memory()).arguments(problem -> {}))
                    .strip();
            String shown = words.substring(0, Math.min(words.length(), LONGEST));
            return Optional.of(SingleLine.of(shown)).filter(text -> !text.isEmpty());
        } catch (GuestDamageException | MemoryFaultException notThere) {
            return Optional.empty();
        }
    }
}

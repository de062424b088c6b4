package dev.xmdb.dcmds.linux.interrupt;

import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.irq.EventChannels;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.util.Optional;

/** The event channels of a command's guest. */
final class Events {
    private Events() {}

    /**
     * Those of a target.
     *
     * @throws DcmdException when it has none
     */
    static EventChannels of(Target target) {
        try {
            return EventChannels.of(LinuxKernel.of(target), target.vcpus());
        } catch (TypeDataException | MemoryFaultException none) {
            throw new DcmdException("event channels: " + none.getMessage());
        }
    }

    /** Those of a guest that may have none, as on a machine of its own. */
    static Optional<EventChannels> ifAny(LinuxGuest guest, Target target) {
        try {
            return Optional.of(EventChannels.of(guest, target.vcpus()));
        } catch (TypeDataException | MemoryFaultException none) {
            return Optional.empty();
        }
    }

    /** Tells what was found wrong. */
    static Status tell(Invocation in, EventChannels events) {
        events.problems().forEach(in::warn);
        return events.problems().isEmpty() ? Status.OK : Status.ERROR;
    }
}

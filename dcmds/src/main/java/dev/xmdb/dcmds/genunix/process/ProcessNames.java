package dev.xmdb.dcmds.genunix.process;

import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.process.Processes;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names of processes, for commands that name the same ones again and again. */
public final class ProcessNames {
    private final Processes processes;
    private final Map<Long, Optional<String>> names = new HashMap<>();

    /** Names of a kernel's processes. */
    public ProcessNames(SolarisGuest kernel) {
        this.processes = Processes.of(kernel);
    }

    /** The name of a process' program on a single line; empty when it cannot be read. */
    public Optional<String> of(long process) {
        return names.computeIfAbsent(process, this::read);
    }

    private Optional<String> read(long process) {
        try {
            return Optional.of(SingleLine.of(processes.at(process).command()));
        } catch (MemoryFaultException lost) {
            return Optional.empty();
        }
    }
}

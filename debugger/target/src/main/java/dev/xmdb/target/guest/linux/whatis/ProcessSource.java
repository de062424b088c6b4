package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.space.Mapping;
import dev.xmdb.target.guest.linux.space.MappingReader;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.InProcess;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.whatis.AddressSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Mappings of processes: of those first that a CPU runs. Each address space is searched once, for the first task that has it. */
final class ProcessSource implements AddressSource<LinuxOwner> {
    private final MappingReader reader;
    private final List<LinuxTask> processes;

    ProcessSource(LinuxGuest guest, List<LinuxTask> tasks) {
        reader = MappingReader.of(guest);
        var seen = new HashSet<Long>();
        processes = tasks.stream()
                .filter(task -> task.memory() != 0)
                .sorted(Comparator.comparing(task -> !task.onCpu()))
                .filter(task -> seen.add(task.memory()))
                .toList();
    }

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        if (address < 0) {
            return true;
        }
        for (LinuxTask task : processes) {
            Optional<Mapping> mapping = mapping(task, address);
            if (mapping.isPresent()
                    && !sink.test(new InProcess(task.address(), task.pid(), task.name(), mapping.get()))) {
                return false;
            }
        }
        return true;
    }

    private Optional<Mapping> mapping(LinuxTask task, long address) {
        try {
            return reader.find(task.memory(), address, _ -> {});
        } catch (MemoryFaultException | TypeDataException lost) {
            // The address may still be one of another process.
            return Optional.empty();
        }
    }
}

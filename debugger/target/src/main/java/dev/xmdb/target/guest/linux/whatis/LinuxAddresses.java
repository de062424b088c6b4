package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.whatis.AddressSearch;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;

/**
 * The search for what an address of a Linux kernel belongs to.
 *
 * @param addresses the search
 * @param faults what could not be read at all
 */
public record LinuxAddresses(AddressSearch<LinuxOwner> addresses, List<String> faults) {
    /** Copies the list. */
    public LinuxAddresses {
        faults = List.copyOf(faults);
    }

    /** The search in a kernel; made at the first call, which takes as long as reading all page structures takes. */
    public static LinuxAddresses of(LinuxGuest guest, Effort effort) {
        return guest.kept(LinuxAddresses.class, () -> make(guest, effort));
    }

    private static LinuxAddresses make(LinuxGuest guest, Effort effort) {
        var faults = new ArrayList<String>();
        var sources = new ArrayList<AddressSource<LinuxOwner>>();
        var tasks = new ArrayList<LinuxTask>();
        attempt(faults, () -> tasks.addAll(guest.tasks(faults::add)));
        attempt(faults, () -> sources.add(new ImageSource(guest)));
        var perCpu = new PerCpuSource(guest);
        sources.add(perCpu);
        attempt(faults, () -> sources.add(new ModuleSource(guest)));
        attempt(faults, () -> sources.add(new StackSource(guest, tasks)));
        attempt(faults, () -> sources.add(new EntryAreaSource(guest)));
        attempt(faults, () -> {
            var known = new KnownObjects(guest, tasks);
            attempt(faults, () -> sources.add(new VmallocSource(guest, known)));
            attempt(faults, () -> sources.add(new SlabSource(guest, known, effort)));
            attempt(faults, () -> sources.add(new AliasSource(guest)));
            attempt(faults, () -> sources.add(new PageSource(guest, known, effort)));
        });
        attempt(faults, () -> sources.add(new PageStructureSource(guest)));
        attempt(faults, () -> sources.add(new FixmapSource(guest)));
        attempt(faults, () -> sources.add(new ProcessSource(guest, tasks)));
        sources.add(perCpu.values());
        return new LinuxAddresses(new AddressSearch<>(sources), faults);
    }

    /**
     * The search with the mappings of one process only.
     *
     * @param task one of its tasks
     */
    public LinuxAddresses of(LinuxGuest guest, LinuxTask task) {
        return new LinuxAddresses(
                new AddressSearch<>(addresses.sources().stream()
                        .map(source ->
                                source instanceof ProcessSource ? new ProcessSource(guest, List.of(task)) : source)
                        .toList()),
                faults);
    }

    /** What cannot be read at all is left out, and named. */
    private static void attempt(List<String> faults, Runnable body) {
        try {
            body.run();
        } catch (MemoryFaultException | TypeDataException | GuestDamageException unknown) {
            faults.add(unknown.getMessage());
        }
    }
}

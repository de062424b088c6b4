package dev.xmdb.dcmds.linux.whatis;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.whatis.AddressAnswers;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.whatis.LinuxAddresses;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner;
import java.util.ArrayList;
import java.util.List;

/** What this package offers: {@code ::whatis}. */
public final class WhatisCommands {
    private static final int MOST_FAULTS = 10;

    private static final DcmdSpec SPEC = DcmdSpec.named("whatis")
            .summary("tell what an address belongs to")
            .address(AddressUse.REQUIRED)
            .option(OptionSpec.flag('a', "everything that the address belongs to, not only the closest thing"))
            .option(OptionSpec.flag('k', "answer in the order of the addresses, which is done in any case"))
            .option(OptionSpec.number(
                    't', "task", "of processes only that of the task whose task_struct is at this address"))
            .option(OptionSpec.flag('v', "with what is searched, and more of what is found"))
            .guest(LinuxGuest.KIND)
            .description(
                    "Tells what an address belongs to: a symbol of the kernel or a module and the section that it is in, a CPU's own variable or memory, a "
                            + "stack, an area of vmalloc and who asked for it, an object of a slab cache (allocated or freed, and what it is when it is "
                            + "known), any other page, a page structure, a fixed place; an address of the user's half, a mapping of a process, of "
                            + "one that a CPU runs before others. -a tells all processes that have it.\n\n"
                            + "The first call reads all page structures, later ones look up what it found.")
            .example("::walk task_struct | ::head -n 3 | ::whatis", "tells what some objects are")
            .example("init_task::whatis", "tells where a variable is")
            .example("::walk cpu | ::whatis -v", "tells whose the run queues are, and what was searched")
            .build();

    private WhatisCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(new Declared(SPEC, WhatisCommands::run));
    }

    /** What lasts from the first address of a loop to the last. */
    private record Search(AddressAnswers<LinuxOwner> answers) {

        static Search of(Invocation in, LinuxGuest guest) {
            LinuxAddresses all = LinuxAddresses.of(guest, in.effort());
            LinuxAddresses found = in.number('t').isEmpty()
                    ? all
                    : all.of(guest, task(guest, in.number('t').getAsLong()));
            var faults = new ArrayList<>(found.faults());
            faults.addAll(found.addresses().faults());
            faults.stream().limit(MOST_FAULTS).forEach(in::warn);
            if (faults.size() > MOST_FAULTS) {
                in.warn("and " + (faults.size() - MOST_FAULTS) + " more faults");
            }
            var wording = new OwnerWording(in.out().layout(), in.has('v'));
            return new Search(new AddressAnswers<>(
                    "linux", found.addresses(), wording::row, faults.isEmpty() ? Status.OK : Status.ERROR));
        }
    }

    private static LinuxTask task(LinuxGuest guest, long address) {
        return guest.tasks(_ -> {}).stream()
                .filter(task -> task.address() == address)
                .findFirst()
                .orElseThrow(() -> new DcmdException(Long.toHexString(address) + " is not the address of a task"));
    }

    private static Status run(Invocation in) {
        if (AddressAnswers.refusesPipe(in)) {
            return Status.ABORT;
        }
        LinuxGuest guest = LinuxKernel.of(in.target());
        return in.loopState(Search.class, () -> Search.of(in, guest)).answers().answer(in);
    }
}

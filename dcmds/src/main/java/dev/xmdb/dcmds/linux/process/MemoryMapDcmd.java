package dev.xmdb.dcmds.linux.process;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.space.Mapping;
import dev.xmdb.target.guest.linux.space.ProcessSpace;
import java.util.Locale;
import java.util.OptionalLong;

/** {@code ::pmap}. */
final class MemoryMapDcmd {
    private static final long KIB = 1024;

    private static final DcmdSpec SPEC = DcmdSpec.named("pmap")
            .summary("print the size of what a process has mapped")
            .address(AddressUse.REQUIRED)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('q', "do not count what is in memory"))
            .description(
                    "Prints a line for everything that is mapped in the address space of the task whose task_struct is at the address: its vm_area_struct, where it begins, its size and how much "
                            + "of that is in memory by the page tables, both in KiB, what may be done there, and its file's path or the kernel's name for it; and "
                            + "then the sums. -q leaves the counting out.")
            .example("0t1::pid2proc | ::pmap", "what init has mapped, and how large it is")
            .build();

    private MemoryMapDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, MemoryMapDcmd::run);
    }

    private static Status run(Invocation in) {
        var process = new ChosenProcess(in);
        process.spaceIfAny().ifPresent(space -> print(in, process, space));
        return process.tell();
    }

    private static void print(Invocation in, ChosenProcess process, ProcessSpace space) {
        boolean counting = !in.has('q');
        if (!in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "%16s %16s %9s %sPERM PATH",
                            "VMA",
                            "BASE",
                            "SIZE",
                            counting ? "      RES " : "")));
        }
        long size = 0;
        long resident = 0;
        for (Mapping mapping : space.mappings(process::problem)) {
            in.checkInterrupted();
            OptionalLong there =
                    counting ? OptionalLong.of(space.resident(mapping, in.effort())) : OptionalLong.empty();
            size += mapping.size();
            resident += there.orElse(0);
            emit(in, process, mapping, there);
        }
        if (!in.isPipeOutput()) {
            in.out().emit(total(process, size, counting ? OptionalLong.of(resident) : OptionalLong.empty()));
        }
    }

    private static void emit(Invocation in, ChosenProcess process, Mapping mapping, OptionalLong resident) {
        String path = SingleLine.of(mapping.name());
        var fields = new Fields()
                .quantity("pid", process.task().tgid())
                .address("vma", mapping.address())
                .address("base", mapping.start())
                .quantity("size", mapping.size());
        resident.ifPresent(bytes -> fields.quantity("res", bytes));
        in.out()
                .emit(fields.text("perm", mapping.flags().permissions())
                        .text("path", path.isEmpty() ? "[anon]" : path)
                        .row(
                                String.format(
                                        Locale.ROOT,
                                        "%016x %016x %s %s %s",
                                        mapping.address(),
                                        mapping.start(),
                                        sizes(mapping.size(), resident),
                                        mapping.flags().permissions(),
                                        path.isEmpty() ? "[anon]" : path),
                                mapping.address()));
    }

    private static Emission.Row total(ChosenProcess process, long size, OptionalLong resident) {
        var fields = new Fields().quantity("pid", process.task().tgid()).quantity("total_size", size);
        resident.ifPresent(bytes -> fields.quantity("total_res", bytes));
        return fields.row(String.format(Locale.ROOT, "%-33s %s", "total", sizes(size, resident)));
    }

    private static String sizes(long size, OptionalLong resident) {
        String first = String.format(Locale.ROOT, "%8dk", size / KIB);
        return resident.isEmpty() ? first : first + String.format(Locale.ROOT, " %8dk", resident.getAsLong() / KIB);
    }
}

package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Bufctl;
import dev.xmdb.target.guest.solaris.kmem.Leaks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::findleaks}. */
final class FindLeaksDcmd {
    private static final int WIDTH = 72;

    private static final DcmdSpec SPEC = DcmdSpec.named("findleaks")
            .summary("find buffers that somebody has and nobody knows")
            .address(AddressUse.OPTIONAL)
            .option(OptionSpec.flag('d', "the record of each leak as well, with the stack of its allocation"))
            .option(OptionSpec.flag('f', "search again, even if that was done before"))
            .option(OptionSpec.flag('v', "how much memory was looked at"))
            .guest(SolarisGuest.KIND)
            .description(
                    "Looks for allocated kmem buffers to which no pointer leads: from the data of modules, from stacks, registers and "
                            + "other memory of arenas, and from there through every buffer that was reached. Leaks that were allocated through "
                            + "the same functions are one line: how many, the record of the first (its address, for caches without records), "
                            + "and who allocated it. With an address, only leaks of that cache, or the one with that record or buffer.\n\nA word "
                            + "that happens to look like a pointer can hide a leak, and a pointer kept in another form makes a buffer look like "
                            + "one. The result is kept for later calls. A pipe receives the records' addresses, or the buffers'.")
            .example("::findleaks", "prints the leaks of all caches")
            .example("::findleaks -dv", "prints them with their stacks")
            .build();

    private FindLeaksDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(SPEC, FindLeaksDcmd::run));
    }

    private static Status run(Invocation in) {
        SolarisGuest guest = SolarisKernel.of(in.target());
        if (in.has('f')) {
            guest.forget(Leaks.class);
        }
        Leaks leaks = Leaks.of(guest, registers(in), in.effort());
        if (in.has('v')) {
            in.out().text("findleaks: " + leaks.roots() + " bytes of roots, " + leaks.bytes() + " bytes in all");
        }
        List<Leaks.Group> shown = leaks.groups().stream()
                .filter(group -> !in.hasAddress() || concerns(group, in.address()))
                .toList();
        if (!in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(
                            String.format(Locale.ROOT, "%-16s %7s %16s %s", "CACHE", "LEAKED", "BUFCTL", "CALLER")));
        }
        shown.forEach(group -> row(in, group));
        if (!in.isPipeOutput()) {
            total(in, shown);
        }
        if (in.has('d')) {
            shown.forEach(group -> details(in, group));
        }
        return Faults.tell(in, leaks.faults());
    }

    private static long[] registers(Invocation in) {
        return in.target().vcpus().stream()
                .map(Vcpu::registers)
                .flatMapToLong(
                        registers -> registers.names().stream().flatMapToLong(name -> registers.value(name).stream()))
                .toArray();
    }

    private static boolean concerns(Leaks.Group group, long address) {
        return group.cache().address() == address
                || group.buffers().stream()
                        .anyMatch(buffer -> buffer.address() == address || buffer.bufctl() == address);
    }

    private static long example(Leaks.Group group) {
        return group.record()
                .map(Bufctl::address)
                .orElseGet(() -> group.buffers().getFirst().address());
    }

    private static void row(Invocation in, Leaks.Group group) {
        Value by = group.record()
                .map(record -> StackText.callerValue(in.out().layout(), record.stack()))
                .orElseGet(Value.Absent::new);
        String caller = by instanceof Value.SymbolRef ref ? String.valueOf(ref.symbol()) : "";
        in.out()
                .emit(new Fields()
                        .address("cache", group.cache().address())
                        .text("name", group.cache().name())
                        .quantity("leaked", group.buffers().size())
                        .quantity("bytes", group.bytes())
                        .address("bufctl", example(group))
                        .add("caller", by)
                        .row(
                                String.format(
                                        Locale.ROOT,
                                        "%016x %7d %016x %s",
                                        group.cache().address(),
                                        group.buffers().size(),
                                        example(group),
                                        caller.isEmpty() ? "[" + group.cache().name() + "]" : caller),
                                example(group)));
    }

    private static void total(Invocation in, List<Leaks.Group> groups) {
        long buffers =
                groups.stream().mapToLong(group -> group.buffers().size()).sum();
        long bytes = groups.stream().mapToLong(Leaks.Group::bytes).sum();
        in.out().emit(new Emission.Header("-".repeat(WIDTH)));
        in.out()
                .emit(new Fields()
                        .quantity("leaked", buffers)
                        .quantity("bytes", bytes)
                        .row(String.format(
                                Locale.ROOT,
                                "%16s %7d %s, %d %s",
                                "Total",
                                buffers,
                                buffers == 1 ? "buffer" : "buffers",
                                bytes,
                                bytes == 1 ? "byte" : "bytes")));
    }

    private static void details(Invocation in, Leaks.Group group) {
        int count = group.buffers().size();
        String title = "\n" + group.cache().name() + " leak: " + count + (count == 1 ? " buffer, " : " buffers, ")
                + group.cache().bufferSize() + " bytes"
                + (count == 1 ? "" : " each, " + group.bytes() + " bytes total");
        Optional<Bufctl> record = group.record();
        Fields fields = record.isPresent()
                ? BufctlText.fields(in.out().layout(), record.get())
                : new Fields().address("buffer", example(group));
        in.out()
                .emit(fields.text("name", group.cache().name())
                        .quantity("leaked", count)
                        .quantity("bufsize", group.cache().bufferSize())
                        .quantity("bytes", group.bytes())
                        .row(title + "\n"
                                + (record.isPresent()
                                        ? BufctlText.header() + "\n"
                                                + BufctlText.block(in.out().layout(), record.get())
                                        : String.format(Locale.ROOT, "%16x", example(group)))));
    }
}

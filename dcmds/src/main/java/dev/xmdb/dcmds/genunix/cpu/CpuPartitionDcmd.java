package dev.xmdb.dcmds.genunix.cpu;

import dev.xmdb.dcmds.ChainListing;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.genunix.process.ProcessNames;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.cpu.CpuPartition;
import dev.xmdb.target.guest.solaris.cpu.CpuPartitions;
import dev.xmdb.target.guest.solaris.cpu.Cpus;
import dev.xmdb.target.guest.solaris.cpu.DispatchQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code ::cpupart}. */
final class CpuPartitionDcmd {
    private static final int QUEUE_INDENT = 8;

    private static final DcmdSpec SPEC = DcmdSpec.named("cpupart")
            .summary("print the partitions of CPUs")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .option(OptionSpec.flag('v', "with the threads on the partition's own queue"))
            .description(
                    "Prints for every partition, or the one at an address: its number, its cpupart_t, how many threads are on its own queue (those of real-time "
                            + "priorities, which any of its CPUs may run), how many CPUs it has, and which.")
            .example("::cpupart", "every partition")
            .example("cp_default::cpupart -v", "the default one with the threads on its queue")
            .build();

    private final Invocation in;
    private final SolarisGuest kernel;
    private final CpuPartitions partitions;
    private final ChainListing listing;

    private CpuPartitionDcmd(Invocation in) {
        this.in = in;
        this.listing = new ChainListing(in);
        this.kernel = SolarisKernel.of(in.target());
        this.partitions = CpuPartitions.of(kernel);
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new CpuPartitionDcmd(in).run());
    }

    private Status run() {
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            String format = "%3s %" + in.out().layout().pointerDigits() + "s %4s %4s %4s";
            in.out()
                    .emit(new Emission.Header(
                            String.format(Locale.ROOT, format, "ID", "ADDR", "NRUN", "#CPU", "CPUS")));
        }
        return listing.run(
                address -> {
                    try {
                        show(address);
                    } catch (DcmdException unreadable) {
                        listing.complain(String.valueOf(unreadable.getMessage()));
                    }
                },
                partitions::all);
    }

    private void show(long address) {
        CpuPartition partition = partitions.at(address);
        Emission.Row row = Reading.of("cpupart_t at " + Long.toHexString(address), () -> row(partition));
        in.out().emit(row);
    }

    private Emission.Row row(CpuPartition partition) {
        DispatchQueue queue = Cpus.of(kernel).queue(partition.queue());
        long runnable = queue.runnable();
        var ids = new TreeSet<Long>();
        String fault = partitions.cpus(
                partition, cpu -> ids.add(Cpus.of(kernel).at(cpu).id()));
        if (fault != null) {
            listing.complain(fault);
        }
        int digits = in.out().layout().pointerDigits();
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "%3d %" + digits + "x %4d %4d %s",
                partition.id(),
                partition.address(),
                runnable,
                partition.cpus(),
                ranges(ids)));
        var fields = new Fields()
                .quantity("id", partition.id())
                .address("addr", partition.address())
                .quantity("nrun", runnable)
                .quantity("_cpu", partition.cpus())
                .add(
                        "cpus",
                        new Value.Many(
                                ids.stream().<Value>map(Value.Quantity::new).toList()));
        if (in.has('v') && runnable != 0 && !in.isPipeOutput()) {
            QueuedThreads queued = QueuedThreads.on(queue, in, kernel, new ProcessNames(kernel));
            String indent = " ".repeat(digits + QUEUE_INDENT);
            lines.add(indent + "|");
            queued.lines().forEach(line -> lines.add(indent + line));
            queued.fault().ifPresent(listing::complain);
            fields.add("queue", queued.threads());
        }
        return fields.row(String.join("\n", lines), partition.address());
    }

    /** Numbers, those that follow each other together: {@code 0-3, 7}. */
    private static String ranges(SortedSet<Long> numbers) {
        List<String> ranges = new ArrayList<>();
        for (long first : numbers) {
            if (!numbers.contains(first - 1)) {
                long last = first;
                while (numbers.contains(last + 1)) {
                    last++;
                }
                ranges.add(first == last ? Long.toString(first) : first + "-" + last);
            }
        }
        return String.join(", ", ranges);
    }
}

package dev.xmdb.dcmds.linux.slab;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.slab.SlabCache;
import dev.xmdb.target.guest.linux.slab.SlabContents;
import dev.xmdb.target.guest.linux.slab.Slabs;
import java.util.ArrayList;
import java.util.Locale;

/** {@code ::kmastat}. The kernel does not count allocations, so that there are no columns for them. */
final class UsageDcmd {
    private static final String HEADER = "cache                        buf     buf     buf     memory\n"
            + "name                        size  in use   total     in use";
    private static final String LINE = "------------------------- ------ ------- ------- ----------";

    private static final DcmdSpec SPEC = DcmdSpec.named("kmastat")
            .summary("print what is in the kernel's slab caches")
            .option(OptionSpec.flag('k', "memory in kilobytes"))
            .option(OptionSpec.flag('m', "memory in megabytes"))
            .option(OptionSpec.flag('g', "memory in gigabytes"))
            .guest(LinuxGuest.KIND)
            .description(
                    "Prints for every slab cache the bytes that users have of an object, how many objects somebody has, how many there are, and the memory of "
                            + "its slabs; then the sum. Free objects that a CPU keeps for itself are not in use here, while /proc/slabinfo counts them "
                            + "as active.\n\nThe kernel counts neither allocations nor failures.")
            .example("::kmastat", "memory in bytes")
            .example("::kmastat -k", "memory in kilobytes")
            .build();

    private UsageDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, UsageDcmd::run);
    }

    /** A unit of memory: how far bytes are shifted to the right, and its letter. */
    private record Unit(int shift, char letter) {
        static Unit of(Invocation in) {
            return in.has('g')
                    ? new Unit(30, 'G')
                    : in.has('m') ? new Unit(20, 'M') : in.has('k') ? new Unit(10, 'K') : new Unit(0, 'B');
        }

        String of(long bytes) {
            return Long.toUnsignedString(bytes >>> shift) + letter;
        }
    }

    private static Status run(Invocation in) {
        Slabs slabs = Slabs.of(LinuxKernel.of(in.target()));
        Unit unit = Unit.of(in);
        var faults = new ArrayList<>(slabs.faults());
        faults.addAll(slabs.pageFaults(in.effort()));
        in.out().emit(new Emission.Header(HEADER));
        in.out().emit(new Emission.Header(LINE));
        long memory = 0;
        for (SlabCache cache : slabs.caches()) {
            SlabContents contents = slabs.contents(cache, in.effort());
            faults.addAll(contents.faults());
            memory += contents.bytes();
            long used = contents.allocated();
            in.out()
                    .emit(new Fields()
                            .address("addr", cache.address())
                            .text("name", SingleLine.of(cache.name()))
                            .quantity("buf_size", cache.objectSize())
                            .quantity("buf_in_use", used)
                            .quantity("buf_total", contents.total())
                            .quantity("memory_in_use", contents.bytes())
                            .row(String.format(
                                    Locale.ROOT,
                                    "%-25s %6d %7d %7d %10s",
                                    SingleLine.of(cache.name()),
                                    cache.objectSize(),
                                    used,
                                    contents.total(),
                                    unit.of(contents.bytes()))));
        }
        in.out().emit(new Emission.Header(LINE));
        in.out()
                .emit(new Fields()
                        .quantity("memory_in_use", memory)
                        .row(String.format(Locale.ROOT, "%-48s %10s", "Total", unit.of(memory))));
        return Faults.tell(in, faults);
    }
}

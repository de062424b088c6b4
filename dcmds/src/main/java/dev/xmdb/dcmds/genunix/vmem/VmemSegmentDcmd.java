package dev.xmdb.dcmds.genunix.vmem;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.genunix.kmem.BufctlFilter;
import dev.xmdb.dcmds.genunix.kmem.StackText;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.guest.solaris.vmem.VmemSegment;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code ::vmem_seg}. */
final class VmemSegmentDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("vmem_seg")
            .summary("print a segment of an arena")
            .address(AddressUse.REQUIRED)
            .option(OptionSpec.flag('v', "the whole segment: thread, time and stack of its allocation as well"))
            .option(OptionSpec.flag('s', "its size in place of its end"))
            .option(OptionSpec.string(
                    'c', "caller", "only when the stack goes through this function or program counter"))
            .option(OptionSpec.number('e', "earliest", "only from this timestamp on"))
            .option(OptionSpec.number('l', "latest", "only up to this timestamp"))
            .option(OptionSpec.number('m', "minsize", "only when it has at least this many bytes"))
            .option(OptionSpec.number('M', "maxsize", "only when it has at most this many bytes"))
            .option(OptionSpec.number('t', "thread", "only when this thread did it"))
            .option(OptionSpec.string('T', "type", "only this type: alloc, free, span, rotor or walker"))
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints the segment whose vmem_seg_t is at an address: allocated (ALLC), free (FREE), a span that the arena was "
                            + "given (SPAN), or a mark of the arena's own (ROTR, WLKR); and who allocated it, where the kernel records that.\n\nA "
                            + "pipe receives the addresses of the segments that the options leave.")
            .example("::walk vmem | ::walk vmem_alloc | ::head -n 3 | ::vmem_seg", "prints three allocated segments")
            .example("::walk vmem | ::walk vmem_seg | ::vmem_seg -s -T span", "prints the spans of all arenas")
            .build();

    private VmemSegmentDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(SPEC, VmemSegmentDcmd::run));
    }

    private static Status run(Invocation in) {
        SolarisGuest guest = SolarisKernel.of(in.target());
        BufctlFilter filter = in.loopState(BufctlFilter.class, () -> BufctlFilter.of(in, guest));
        Optional<VmemSegment.Kind> wanted = in.string('T').map(VmemSegmentDcmd::kind);
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out().emit(new Emission.Header(in.has('v') ? SegmentText.header() : header(in.has('s'))));
        }
        VmemSegment segment = Vmem.of(guest).segment(in.address());
        if ((wanted.isPresent() && !wanted.equals(segment.kind()))
                || !sized(segment.size(), in.number('m'), in.number('M'))
                || !filter.accepts(segment.thread(), segment.timestamp(), segment.stack())) {
            return Status.OK;
        }
        Layout layout = in.out().layout();
        in.out()
                .emit(SegmentText.fields(layout, segment)
                        .row(
                                in.has('v') ? SegmentText.block(layout, segment) : line(layout, segment, in.has('s')),
                                segment.address()));
        return Status.OK;
    }

    private static boolean sized(long size, OptionalLong least, OptionalLong most) {
        return (least.isEmpty() || Long.compareUnsigned(size, least.getAsLong()) >= 0)
                && (most.isEmpty() || Long.compareUnsigned(size, most.getAsLong()) <= 0);
    }

    /** A kind by the name that users give it, or by the four letters that the table has. */
    private static VmemSegment.Kind kind(String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(VmemSegment.Kind.values())
                .filter(kind -> kind.word().equals(wanted)
                        || kind.name().equals(wanted)
                        || (kind == VmemSegment.Kind.ALLOCATED && wanted.equals("ALLOC")))
                .findFirst()
                .orElseThrow(() -> new DcmdException("unrecognized type \"" + text + "\""));
    }

    private static String header(boolean size) {
        return String.format(
                Locale.ROOT, "%16s %4s %16s %16s %s", "ADDR", "TYPE", "START", size ? "SIZE" : "END", "WHO");
    }

    private static String line(Layout layout, VmemSegment segment, boolean size) {
        return String.format(
                        Locale.ROOT,
                        "%16x %4s %16x %16x %s",
                        segment.address(),
                        SegmentText.kind(segment),
                        segment.start(),
                        size ? segment.size() : segment.end(),
                        StackText.caller(layout, segment.stack()))
                .stripTrailing();
    }
}

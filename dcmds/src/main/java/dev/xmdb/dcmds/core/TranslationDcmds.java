package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.AddressSpaceOptions;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.FrameNumbers;
import dev.xmdb.dcmds.WalkTable;
import dev.xmdb.dump.Frames;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.paging.Translation;
import java.util.List;
import java.util.Locale;

/** {@code ::vtop}. */
final class TranslationDcmds {
    private static final Line MAPPED =
            Line.of("virtual %r mapped to physical %r", "virtual", "physical").pipes("physical");
    private static final long OFFSET_MASK = Frames.PAGE_SIZE - 1;

    private static final DcmdSpec VTOP = AddressSpaceOptions.declare(DcmdSpec.named("vtop")
                    .summary("print the physical address behind a virtual one")
                    .address(AddressUse.REQUIRED)
                    .option(OptionSpec.flag('v', "show every level of the walk")))
            .description(
                    "Walks the page tables and prints the guest-physical address (pseudo-physical for a PV guest), which \\ and @ can read. A pipe receives "
                            + "that address. " + AddressSpaceOptions.DESCRIPTION)
            .example("<rsp::vtop", "translates vCPU 0's stack pointer")
            .example("<rsp::vtop -v", "shows the entries on the way")
            .example("<rsp::vtop | ::dump -p", "dumps the physical memory behind it")
            .build();

    private TranslationDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(VTOP, TranslationDcmds::vtop));
    }

    private static Status vtop(Invocation in) {
        Translation translation = AddressSpaceOptions.chosen(in).translate(in.address());
        if (in.has('v') && !in.isPipeOutput()) {
            WalkTable.emit(in, translation);
        }
        long frame = switch (translation.outcome()) {
            case Translation.Outcome.Mapped mapped -> mapped.frame();
            case Translation.Outcome.FrameNotInImage absent -> absent.frame();
            default -> throw failure(in, translation);
        };
        long pfn = FrameNumbers.pfnOfTableFrame(in.target().image(), frame);
        if (pfn == Frames.ABSENT) {
            throw failure(in, translation);
        }
        long physical = (pfn << Frames.PAGE_SHIFT) | (in.address() & OFFSET_MASK);
        in.out().line(MAPPED, new Value.Address(in.address()), new Value.Address(physical));
        return Status.OK;
    }

    private static DcmdException failure(Invocation in, Translation translation) {
        return new DcmdException(String.format(
                Locale.ROOT,
                "failed to get physical mapping for %s: %s",
                in.session().number(in.address()),
                translation.reason()));
    }
}

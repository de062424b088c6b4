package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.FrameNumbers;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dump.Frames;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.hat.HatLayer;
import dev.xmdb.target.guest.solaris.hat.HatTables;
import dev.xmdb.target.guest.solaris.hat.Htable;
import dev.xmdb.target.guest.solaris.hat.MmuShape;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.List;

/** {@code ::report_maps}. */
final class MappingDcmds {
    private static final Line PAGETABLE = Line.of("Pagetable for hat=%p htable=%p", "hat", "htable");
    private static final Line MAPS =
            Line.of("hat=%p maps addr=%p", "hat", "addr").pipes("addr");

    private static final DcmdSpec REPORT_MAPS = DcmdSpec.named("report_maps")
            .summary("print every mapping of a guest frame")
            .address(AddressUse.REQUIRED)
            .option(OptionSpec.flag('m', "the operand is a machine frame"))
            .description(
                    "Looks through the page tables of every hat and prints the ones that map the frame, with the address, and the htable whose page table the frame "
                            + "itself is, if it is one. The kernel's addresses are reported once, for its own hat. A pipe receives the addresses.")
            .example("<rip::vatopfn | ::report_maps", "where the page of the current instruction is mapped")
            .guest(SolarisGuest.KIND)
            .build();

    private final Invocation in;
    private final HatLayer layer;
    private final long wanted;
    private final long wantedInTables;
    private final List<String> faults = new ArrayList<>();

    private MappingDcmds(Invocation in) {
        this.in = in;
        this.layer = HatLayer.of(SolarisKernel.of(in.target()));
        this.wanted = HatDcmds.frame(in);
        var image = in.target().image();
        this.wantedInTables =
                FrameNumbers.word(image).equals("mfn") ? image.frames().mfnOfPfn(wanted) : wanted;
    }

    static List<Dcmd> all() {
        return List.of(new Declared(REPORT_MAPS, in -> new MappingDcmds(in).run()));
    }

    private Status run() {
        HatLayer.Hats hats = layer.hats();
        for (int index = 0; index < hats.all().size(); index++) {
            in.effort().advance("looking through hats", index, hats.all().size());
            hat(hats.all().get(index));
        }
        faults.addAll(hats.faults());
        faults.forEach(in::warn);
        return faults.isEmpty() ? Status.OK : Status.ERROR;
    }

    private void hat(long hat) {
        try {
            HatTables tables = layer.tables(hat, in.effort());
            for (Htable table : tables.all()) {
                in.checkInterrupted();
                table(table);
            }
            faults.addAll(tables.faults());
        } catch (GuestDamageException broken) {
            faults.add(String.valueOf(broken.getMessage()));
        }
    }

    private void table(Htable table) {
        if (table.pfn() == wanted && !in.isPipeOutput()) {
            in.out().line(PAGETABLE, new Value.Address(table.hat()), new Value.Address(table.address()));
        }
        if (wantedInTables == Frames.ABSENT) {
            return;
        }
        MmuShape shape = layer.shape();
        long frames = 1L << (shape.pageShift().get(table.level()) - Frames.PAGE_SHIFT);
        try {
            for (int index = 0; index < shape.entries(table.level()); index++) {
                long entry = layer.entry(table, index);
                if (MmuShape.valid(entry) && MmuShape.mapsPage(table.level(), entry)) {
                    long distance = wantedInTables - shape.frame(table.level(), entry);
                    if (distance >= 0 && distance < frames) {
                        mapping(table.hat(), shape.address(table, index) + (distance << Frames.PAGE_SHIFT));
                    }
                }
            }
        } catch (MemoryFaultException fault) {
            faults.add("Couldn't read the page table of htable " + Long.toHexString(table.address()) + ": "
                    + fault.getMessage());
        }
    }

    private void mapping(long hat, long va) {
        if (hat == layer.kernelHat() || Long.compareUnsigned(va, layer.kernelBase()) < 0) {
            in.out().line(MAPS, new Value.Address(hat), new Value.Address(va));
        }
    }
}

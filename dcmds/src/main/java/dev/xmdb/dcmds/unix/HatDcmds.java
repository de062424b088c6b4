package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.FrameNumbers;
import dev.xmdb.dcmds.SolarisKernel;
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
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.hat.HatLayer;
import dev.xmdb.target.guest.solaris.hat.HatTables;
import dev.xmdb.target.guest.solaris.hat.Htable;
import dev.xmdb.target.guest.solaris.hat.MmuShape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::htables} and {@code ::ptable}: the page tables that a Solaris kernel keeps records of. */
final class HatDcmds {
    private static final Line HTABLE = Line.of("%p", "htable").pipes("htable");
    private static final Line TABLE = Line.of("htable=%p", "htable").pipes("htable");

    private static final DcmdSpec HTABLES = DcmdSpec.named("htables")
            .summary("print the htables of a hat")
            .address(AddressUse.REQUIRED)
            .description("Prints the address of every htable of a hat, in the order of its hash table.")
            .example("*(kas+10)::htables", "the page tables of the kernel's address space")
            .guest(SolarisGuest.KIND)
            .build();

    private static final DcmdSpec PTABLE = DcmdSpec.named("ptable")
            .summary("print the entries of a page table")
            .address(AddressUse.REQUIRED)
            .option(OptionSpec.flag('m', "the operand is a machine frame"))
            .option(OptionSpec.number('l', "level", "level of the table: 0, the lowest, to 3"))
            .description(
                    "Prints every entry that is not zero of the page table in a guest frame: index, the address that it maps, and the entry as ::pte prints it. Level and "
                            + "addresses come from the htable of that frame, which is looked for in every hat. Without one, addresses count from 0 and the level is "
                            + "that of -l, or 0.\n\n"
                            + "A pipe receives the entries.")
            .example("<cr3%1000::ptable -m", "the root of the kernel's page tables")
            .guest(SolarisGuest.KIND)
            .build();

    private HatDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(HTABLES, HatDcmds::htables), new Declared(PTABLE, HatDcmds::ptable));
    }

    private static Status htables(Invocation in) {
        HatTables tables = HatLayer.of(SolarisKernel.of(in.target())).tables(in.address(), in.effort());
        tables.all().forEach(table -> in.out().line(HTABLE, new Value.Address(table.address())));
        tables.faults().forEach(in::warn);
        return tables.faults().isEmpty() ? Status.OK : Status.ERROR;
    }

    /** The guest frame that an operand names. */
    static long frame(Invocation in) {
        if (!in.has('m')) {
            return in.address();
        }
        long pfn = in.target().image().frames().pfnOfMfn(in.address());
        if (pfn == Frames.ABSENT) {
            throw new DcmdException("Invalid mfn " + in.session().number(in.address()));
        }
        return pfn;
    }

    private static Status ptable(Invocation in) {
        HatLayer layer = HatLayer.of(SolarisKernel.of(in.target()));
        MmuShape shape = layer.shape();
        long pfn = frame(in);
        if (in.number('l').isPresent() && Long.compareUnsigned(in.number('l').getAsLong(), shape.topLevel()) > 0) {
            throw new DcmdException(
                    "invalid level " + in.session().number(in.number('l').getAsLong()));
        }
        Optional<Htable> known = find(in, layer, pfn);
        int wanted = (int) in.number('l').orElse(0);
        if (known.isEmpty()) {
            in.warn("couldn't find matching htable, using level=" + wanted + ", base address=0x0");
        } else if (!in.isPipeOutput()) {
            in.out().line(TABLE, new Value.Address(known.get().address()));
        }
        Htable table = known.orElse(new Htable(0, 0, 0, wanted, pfn));
        if (in.number('l').isPresent() && table.level() != wanted) {
            in.warn("htable has level " + table.level() + " but forcing level " + wanted);
            table = new Htable(table.address(), table.hat(), table.va(), wanted, pfn);
        }
        entries(in, layer, table);
        return Status.OK;
    }

    private static Optional<Htable> find(Invocation in, HatLayer layer, long pfn) {
        for (long hat : layer.hats().all()) {
            Optional<Htable> found = layer.tables(hat, in.effort()).all().stream()
                    .filter(table -> table.pfn() == pfn)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static void entries(Invocation in, HatLayer layer, Htable table) {
        String frameWord = FrameNumbers.word(in.target().image());
        for (int index = 0; index < layer.shape().entries(table.level()); index++) {
            long pte = layer.entry(table, index);
            if (pte != 0) {
                long va = layer.shape().address(table, index);
                EntryText entry = EntryText.of(pte, table.level(), frameWord);
                Fields fields = new Fields().quantity("index", index).address("va", va);
                in.out()
                        .emit(entry.describe(fields, pte, frameWord)
                                .row(String.format(Locale.ROOT, "[%3d] va=0x%x %s", index, va, entry.text()), pte));
            }
        }
    }
}

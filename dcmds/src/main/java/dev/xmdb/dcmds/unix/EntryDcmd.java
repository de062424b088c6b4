package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.FrameNumbers;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import java.util.List;

/** {@code ::pte}: a page-table entry in the words of Solaris. */
final class EntryDcmd {
    private static final int MOST_LEVEL = 3;
    private static final int CANONICAL_SHIFT = 56;
    private static final long CANONICAL = 0xff;
    private static final DcmdSpec PTE = DcmdSpec.named("pte")
            .summary("print a page-table entry's frame and flags")
            .address(AddressUse.REQUIRED)
            .option(OptionSpec.number(
                    'l', "level", "level of the table that holds it: 0, the last, to 3; 0 when not given"))
            .description(
                    "Decodes a value as a page-table entry in the words that Solaris has for the bits: noexec noconsist nosync global largepage mod ref user write, "
                            + "then the way of caching unless it is write-back, then !VALID if the entry is not present. noconsist and nosync together mark a foreign page. "
                            + "mod and ref are printed above level 0 only. 0 prints nothing.\n\n"
                            + "The operand is an entry, as ::vatopfn -v shows them, not a frame number.\n\n"
                            + "Of a Linux guest the bits have the words of ::vatopfn -v, and Linux' own for those that the processor leaves to it: special uffd-wp soft-dirty devmap "
                            + "saved-dirty. An entry that is not present tells the frame of a page that may not be accessed for now (protnone), or a place in swap. "
                            + "Where the operand is an address of the kernel's, the entry at that address is meant.")
            .example("8000000041232163::pte", "frame 0x41232, not executable, global, writable")
            .example("41234067::pte -l 2", "an entry that points to a table")
            .build();

    private EntryDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(PTE, EntryDcmd::pte));
    }

    private static Status pte(Invocation in) {
        long level = in.number('l').orElse(0);
        if (level < 0 || level > MOST_LEVEL) {
            throw new DcmdException("invalid level " + in.session().number(level));
        }
        if (in.target().guest() instanceof LinuxGuest kernel) {
            return linux(in, kernel, (int) level);
        }
        long pte = in.address();
        if (pte == 0) {
            return Status.OK;
        }
        String frameWord = FrameNumbers.word(in.target().image());
        EntryText entry = EntryText.of(pte, (int) level, frameWord);
        in.out().emit(entry.describe(new Fields(), pte, frameWord).row(entry.text()));
        return Status.OK;
    }

    /** No entry has all its upper bits set: such a number is an address of the kernel's. */
    private static Status linux(Invocation in, LinuxGuest kernel, int level) {
        boolean place = in.address() >>> CANONICAL_SHIFT == CANONICAL;
        long pte = place ? kernel.memory().readLong(in.address()) : in.address();
        if (pte != 0) {
            LinuxEntryText entry = LinuxEntryText.of(kernel, pte, level);
            in.out().emit(entry.fields().row(entry.text()));
        }
        return Status.OK;
    }
}

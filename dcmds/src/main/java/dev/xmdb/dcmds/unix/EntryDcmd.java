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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code ::pte}: a page-table entry in the words of Solaris. */
final class EntryDcmd {
    private static final int MOST_LEVEL = 3;
    private static final long VALID = 1;
    private static final long PAGE_SIZE = 0x80;
    private static final long PAT_OF_PAGE = 0x80;
    private static final long PAT_OF_LARGE_PAGE = 0x1000;
    private static final long WRITE_THROUGH = 0x8;
    private static final long NO_CACHE = 0x10;
    private static final long FRAME_MASK = 0x000f_ffff_ffff_f000L;
    private static final int PAGE_SHIFT = 12;
    private static final List<String> CACHING =
            List.of("", "wrthru", "uncached", "uncached", "wrback", "wrthru", "wrcombine", "uncached");

    /** Bits in the order in which they are printed; some mean this only above the last level. */
    private static final List<Bit> BITS = List.of(
            new Bit("noexec", 1L << 63, false),
            new Bit("noconsist", 0x400, false),
            new Bit("nosync", 0x200, false),
            new Bit("global", 0x100, false),
            new Bit("largepage", PAGE_SIZE, true),
            new Bit("mod", 0x40, true),
            new Bit("ref", 0x20, true),
            new Bit("user", 0x4, false),
            new Bit("write", 0x2, false));

    private static final DcmdSpec PTE = DcmdSpec.named("pte")
            .summary("print a page-table entry's frame and flags")
            .address(AddressUse.REQUIRED)
            .option(OptionSpec.number(
                    'l', "level", "level of the table that holds it: 0, the last, to 3; 0 when not given"))
            .description(
                    "Decodes a value as a page-table entry in the words that Solaris has for the bits: noexec noconsist nosync global largepage mod ref user write, "
                            + "then the way of caching unless it is write-back, then !VALID if the entry is not present. noconsist and nosync together mark a foreign page. "
                            + "mod and ref are printed above level 0 only. 0 prints nothing.\n\n"
                            + "The operand is an entry, as ::vatopfn -v shows them, not a frame number.")
            .example("8000000041232163::pte", "frame 0x41232, noexec global write")
            .example("41234067::pte -l 2", "an entry that points to a table")
            .build();

    /** A flag and where it is printed. */
    private record Bit(String word, long mask, boolean onlyAboveLast) {}

    private EntryDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(PTE, EntryDcmd::pte));
    }

    private static Status pte(Invocation in) {
        long level = in.number('l').orElse(0);
        if (level < 0 || level > MOST_LEVEL) {
            throw new DcmdException("invalid level " + in.session().number(level));
        }
        long pte = in.address();
        if (pte == 0) {
            return Status.OK;
        }
        boolean large = level > 0 && (pte & PAGE_SIZE) != 0;
        long frame = (pte & FRAME_MASK & (large ? ~PAT_OF_LARGE_PAGE : ~0L)) >>> PAGE_SHIFT;
        String frameWord = FrameNumbers.word(in.target().image());
        var words = new ArrayList<String>();
        for (Bit bit : BITS) {
            if ((pte & bit.mask) != 0 && (level > 0 || !bit.onlyAboveLast)) {
                words.add(bit.word);
            }
        }
        var text = new StringBuilder(String.format(Locale.ROOT, "pte=0x%x: %s=0x%x ", pte, frameWord, frame));
        words.forEach(word -> text.append(word).append(' '));
        String caching = caching(pte, level, large);
        text.append(caching);
        boolean valid = (pte & VALID) != 0;
        if (!valid) {
            text.append(" !VALID ");
        }
        in.out()
                .emit(new Fields()
                        .address("pte", pte)
                        .address(frameWord, frame)
                        .texts("flags", words)
                        .text("caching", caching.isEmpty() ? "wrback" : caching)
                        .truth("valid", valid)
                        .row(text.toString()));
        return Status.OK;
    }

    private static String caching(long pte, long level, boolean large) {
        boolean pat = level == 0 ? (pte & PAT_OF_PAGE) != 0 : large && (pte & PAT_OF_LARGE_PAGE) != 0;
        int index = (pat ? 4 : 0) + ((pte & NO_CACHE) != 0 ? 2 : 0) + ((pte & WRITE_THROUGH) != 0 ? 1 : 0);
        return CACHING.get(index);
    }
}

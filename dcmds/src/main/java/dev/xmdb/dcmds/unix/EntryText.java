package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A page-table entry in the words of Solaris.
 *
 * @param text the entry, its frame and its flags as they are printed
 * @param frame the frame in it
 * @param flags words for the bits that are set
 * @param caching the way of caching
 * @param valid whether it means anything to the processor
 */
record EntryText(String text, long frame, List<String> flags, String caching, boolean valid) {
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

    /** A flag and where it is printed. */
    private record Bit(String word, long mask, boolean onlyAboveLast) {}

    /**
     * Decodes an entry.
     *
     * @param pte the entry
     * @param level level of its table, 0 for the lowest
     * @param frameWord what the frames in entries are: {@code mfn} or {@code pfn}
     */
    static EntryText of(long pte, int level, String frameWord) {
        boolean large = level > 0 && (pte & PAGE_SIZE) != 0;
        long frame = (pte & FRAME_MASK & (large ? ~PAT_OF_LARGE_PAGE : ~0L)) >>> PAGE_SHIFT;
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
        return new EntryText(text.toString(), frame, List.copyOf(words), caching.isEmpty() ? "wrback" : caching, valid);
    }

    /** Adds what it tells to the fields of a row. */
    Fields describe(Fields fields, long pte, String frameWord) {
        return fields.address("pte", pte)
                .address(frameWord, frame)
                .texts("flags", flags)
                .text("caching", caching)
                .truth("valid", valid);
    }

    private static String caching(long pte, long level, boolean large) {
        boolean pat = level == 0 ? (pte & PAT_OF_PAGE) != 0 : large && (pte & PAT_OF_LARGE_PAGE) != 0;
        int index = (pat ? 4 : 0) + ((pte & NO_CACHE) != 0 ? 2 : 0) + ((pte & WRITE_THROUGH) != 0 ? 1 : 0);
        return CACHING.get(index);
    }
}

package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.FrameNumbers;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.paging.PageTableEntry;
import java.util.List;
import java.util.Locale;

/**
 * A page-table entry as a Linux kernel means it: the processor's bits, the kernel's own among those that the processor leaves to software,
 * and what an entry says that maps nothing.
 *
 * <p>The kernel's own bits are those of 64-bit x86 since Linux 5.7 (write protection by userfaultfd) and 6.6 (saved dirty); earlier
 * kernels leave some of them unused. The encoding of swap entries is the one since the fixes for L1TF (2018): the offset is inverted.
 *
 * @param text the entry and what it means, as they are printed
 * @param fields the same, typed
 */
record LinuxEntryText(String text, Fields fields) {
    private static final long PRESENT = 1;
    private static final long PROTECTED = 0x100;
    private static final long FRAME_MASK = 0x000f_ffff_ffff_f000L;
    private static final int PAGE_SHIFT = 12;
    private static final int SWAP_TYPE_SHIFT = 59;
    private static final int SWAP_TYPE_BITS = 5;
    private static final int SWAP_OFFSET_SHIFT = 14;

    /** Decodes an entry of a table. */
    static LinuxEntryText of(LinuxGuest guest, long pte, int level) {
        var fields = new Fields().address("pte", pte);
        String start = String.format(Locale.ROOT, "pte=0x%x: ", pte);
        if ((pte & PRESENT) != 0) {
            return present(
                    guest,
                    new PageTableEntry(
                            pte, level + 1, guest.memory().mode(), guest.image().kind()),
                    fields);
        }
        if ((pte & PROTECTED) != 0) {
            long pfn = (~pte & FRAME_MASK) >>> PAGE_SHIFT;
            return new LinuxEntryText(
                    start + String.format(Locale.ROOT, "pfn=0x%x protnone !VALID", pfn),
                    fields.address("pfn", pfn)
                            .texts("flags", List.of("protnone"))
                            .truth("valid", false));
        }
        long type = pte >>> SWAP_TYPE_SHIFT;
        long offset = (~pte << SWAP_TYPE_BITS) >>> SWAP_OFFSET_SHIFT;
        return new LinuxEntryText(
                start + String.format(Locale.ROOT, "swap type=%d offset=0x%x !VALID", type, offset),
                fields.quantity("swap_type", type)
                        .address("swap_offset", offset)
                        .truth("valid", false));
    }

    private static LinuxEntryText present(LinuxGuest guest, PageTableEntry entry, Fields fields) {
        long frame = entry.frame();
        long pfn = FrameNumbers.pfnOfTableFrame(guest.image(), frame);
        String frameWord = FrameNumbers.word(guest.image());
        var text = new StringBuilder(String.format(Locale.ROOT, "pte=0x%x: %s=0x%x ", entry.raw(), frameWord, frame));
        fields.address(frameWord, frame);
        if (!frameWord.equals("pfn")) {
            text.append(pfn == Frames.ABSENT ? "pfn=? " : String.format(Locale.ROOT, "pfn=0x%x ", pfn));
            if (pfn != Frames.ABSENT) {
                fields.address("pfn", pfn);
            }
        }
        List<String> words = entry.flags().stream()
                .map(word -> entry.mapsPage() ? own(word) : word)
                .toList();
        return new LinuxEntryText(
                text.append(String.join(" ", words)).toString(),
                fields.texts("flags", words).truth("valid", true));
    }

    /** The kernel's name for a bit that the processor leaves to it. */
    private static String own(String word) {
        return switch (word) {
            case "avl0" -> "special";
            case "avl1" -> "uffd-wp";
            case "avl2" -> "soft-dirty";
            case "avl57" -> "devmap";
            case "avl58" -> "saved-dirty";
            default -> word;
        };
    }
}

package dev.xmdb.target.paging;

import dev.xmdb.dump.DomainKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One page-table entry and what its bits mean at its level.
 *
 * <p>In a 64-bit PV guest the entry in memory is not the one that the guest wrote: its kernel runs unprivileged, so Xen (since 3.0.3)
 * sets the user bit everywhere, keeps the guest's wish for a kernel page in bit 52, and makes user pages global. {@link #flags} shows
 * what is stored, {@link #guestFlags} what the guest meant.
 *
 * @param raw the entry as memory holds it; a 4-byte entry zero-extended
 * @param level 1 is the last level
 * @param mode the shape of the tables
 * @param kind whose tables they are
 */
public record PageTableEntry(long raw, int level, PagingMode mode, DomainKind kind) {
    private static final long FRAME_MASK_64 = 0x000f_ffff_ffff_f000L;
    private static final long FRAME_MASK_32 = 0xffff_f000L;
    private static final long PRESENT = 1;
    private static final long WRITABLE = 1 << 1;
    private static final long USER = 1 << 2;
    private static final long PAGE_SIZE = 1 << 7;
    private static final long GLOBAL = 1 << 8;
    private static final long PAT_OF_PAGE = 1 << 7;
    private static final long PAT_OF_LARGE_PAGE = 1 << 12;
    private static final long GUEST_KERNEL = 1L << 52;
    private static final long NO_EXECUTE = 1L << 63;
    private static final int PAGE_SHIFT = 12;
    private static final int FIRST_HIGH_AVAILABLE = 52;
    private static final int LAST_HIGH_AVAILABLE = 58;
    private static final int PROTECTION_KEY_SHIFT = 59;
    private static final int PROTECTION_KEY_MASK = 0xf;
    /** PSE-36: entry bits 20 to 13 are address bits 39 to 32. */
    private static final long PSE36_MASK = 0x001f_e000L;

    private static final int PSE36_SHIFT = 32 - 13;

    /** Whether an entry leads anywhere. */
    public static boolean isPresent(long entry) {
        return (entry & PRESENT) != 0;
    }

    static boolean hasPageSizeBit(long entry) {
        return (entry & PAGE_SIZE) != 0;
    }

    /** True when the page-size bit makes an entry of this level map a page. */
    static boolean mayMapPage(int level, PagingMode mode) {
        return level == 2 || (level == 3 && mode.wordSize() == 8);
    }

    /** The frame of the table that an entry above level 1 points to. */
    public static long tableFrame(long entry, PagingMode mode) {
        return (entry & (mode.entrySize() == 8 ? FRAME_MASK_64 : FRAME_MASK_32)) >>> PAGE_SHIFT;
    }

    /** The first 4 KiB frame of the page that an entry maps; the bits below the page's size are no part of it. */
    static long frame(long entry, int level, PagingMode mode) {
        long sizeMask = -(1L << mode.shift(level));
        if (mode.entrySize() == 8) {
            return (entry & FRAME_MASK_64 & sizeMask) >>> PAGE_SHIFT;
        }
        long high = level == 2 ? (entry & PSE36_MASK) << PSE36_SHIFT : 0;
        return ((entry & FRAME_MASK_32 & sizeMask) | high) >>> PAGE_SHIFT;
    }

    /** Bit 0; without it nothing else in the entry means anything to the processor. */
    public boolean present() {
        return isPresent(raw);
    }

    /** True when the entry, if present, maps a page and does not point to a table (2-level tables: with cr4.PSE). */
    public boolean mapsPage() {
        return level == 1 || (hasPageSizeBit(raw) && mayMapPage(level, mode));
    }

    /** The first 4 KiB frame of the page, or the frame of the table that it points to. */
    public long frame() {
        return mapsPage() ? frame(raw, level, mode) : tableFrame(raw, mode);
    }

    /** log2 of the bytes that it covers. */
    public int shift() {
        return mode.shift(level);
    }

    /** Bit 1. */
    public boolean writable() {
        return (raw & WRITABLE) != 0;
    }

    /** Bit 2, as stored. */
    public boolean user() {
        return (raw & USER) != 0;
    }

    /** Bit 8. */
    public boolean global() {
        return (raw & GLOBAL) != 0;
    }

    /** Bit 63 of an 8-byte entry. Counts only where EFER.NXE is set, which an image does not tell. */
    public boolean noExecute() {
        return mode.entrySize() == 8 && (raw & NO_EXECUTE) != 0;
    }

    /** The PAT bit, which is in another place in large pages; false in an entry that points to a table. */
    public boolean pat() {
        return mapsPage() && (raw & (level == 1 ? PAT_OF_PAGE : PAT_OF_LARGE_PAGE)) != 0;
    }

    /**
     * Whether the guest meant a user page. Differs from {@link #user} only at level 1 of a 64-bit PV guest, and there only if Xen is
     * 3.0.3 or later: before that, every page looks like a user page.
     */
    public boolean guestUser() {
        return user() && !(rewrittenByXen() && (raw & GUEST_KERNEL) != 0);
    }

    /** True when Xen changes user and global bits of such an entry behind the guest's back. */
    public boolean rewrittenByXen() {
        return kind == DomainKind.PV && mode == PagingMode.LONG_4_LEVEL && level == 1;
    }

    /** The set bits in words, in ascending order: what is stored. */
    public List<String> flags() {
        var words = new ArrayList<String>();
        for (EntryFlag flag : EntryFlag.values()) {
            if ((raw & flag.mask()) != 0) {
                words.add(flag.word(this));
            }
        }
        if (mapsPage() && level > 1 && pat()) {
            words.add("pat");
        }
        if (mode.entrySize() == 8) {
            addHighFlags(words);
        }
        return List.copyOf(words);
    }

    private void addHighFlags(List<String> words) {
        for (int bit = FIRST_HIGH_AVAILABLE; bit <= LAST_HIGH_AVAILABLE; bit++) {
            if (((raw >>> bit) & 1) != 0) {
                words.add(bit == FIRST_HIGH_AVAILABLE && rewrittenByXen() ? "guest-kernel" : "avl" + bit);
            }
        }
        long key = (raw >>> PROTECTION_KEY_SHIFT) & PROTECTION_KEY_MASK;
        if (key != 0) {
            words.add(String.format(Locale.ROOT, "pkey=%d", key));
        }
        if (noExecute()) {
            words.add("nx");
        }
    }

    /** The bits in words as the guest wrote them: {@link #flags}, less what Xen added in a 64-bit PV guest's last level. */
    public List<String> guestFlags() {
        if (!rewrittenByXen() || !user()) {
            return flags();
        }
        // A kernel page (bit 52) got the user bit from Xen; a user page got the global bit.
        long added = guestUser() ? GLOBAL : (USER | GUEST_KERNEL);
        return new PageTableEntry(raw & ~added, level, mode, kind).flags();
    }
}

package dev.xmdb.target.guest.linux.kallsyms;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.image.KernelImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes a kernel's symbol tables as some version of Linux lays them out. */
public final class TablesOf {
    public static final long BASE = 0xffffffff81000000L;
    public static final long BANNER = BASE + 0x800000;
    /** Where the variable is that says how far the image lies from where it was linked to. */
    public static final long PHYS_BASE = BANNER + 0x1000;

    static final long TABLES = BASE + 0x900000;
    static final long END = BASE + 0xb00000;
    private static final String PAIR = "e_";
    private static final int PAIR_TOKEN = 1;

    /** Where the tables stand to each other. */
    public enum Order {
        /** Linux 4.6 to 6.3. */
        OFFSETS_FIRST,
        /** The same with the table of names in order. */
        OFFSETS_FIRST_WITH_SEQUENCES,
        /** Linux 6.4 to 6.19. */
        OFFSETS_LAST,
        /** Linux 7.0 and later: no base, and tables that are aligned to 4 bytes. */
        PLACE_RELATIVE
    }

    record Entry(char letter, String name, long address) {}

    private final MemoryOf memory = new MemoryOf(8);
    private final List<Entry> entries = new ArrayList<>();
    private final Order order;
    private final boolean longLengths;
    private final int markerWidth;
    private final boolean perCpuAbsolute;
    private long at = TABLES + 0x40;

    /** Tables in an order, with long lengths, markers of so many bytes, and per-CPU variables by their offsets. */
    public TablesOf(Order order, boolean longLengths, int markerWidth, boolean perCpuAbsolute) {
        this.order = order;
        this.longLengths = longLengths;
        this.markerWidth = markerWidth;
        this.perCpuAbsolute = perCpuAbsolute;
        if (perCpuAbsolute) {
            entries.add(new Entry('A', "runqueues", 0x31c40));
        }
        entries.add(new Entry('T', "_text", BASE));
        for (int each = 0; each < 9000; each++) {
            String name = each == 77 && longLengths ? "x".repeat(200) : "routine_" + each;
            entries.add(new Entry(each % 3 == 0 ? 't' : 'T', name, BASE + 0x100 + each * 0x40L));
        }
        entries.add(new Entry('R', "linux_banner", BANNER));
        entries.add(new Entry('D', "phys_base", PHYS_BASE));
        entries.add(new Entry('B', "_end", END));
    }

    /** Writes them. */
    public MemoryOf write() {
        memory.text(BANNER, "Linux version 9.9.9 (nobody)");
        // Something that looks like the digits and is no table of tokens.
        memory.put(BASE + 0x700000, Tokens.DIGITS);
        int pad = order == Order.PLACE_RELATIVE ? 4 : 8;
        if (order == Order.OFFSETS_FIRST || order == Order.OFFSETS_FIRST_WITH_SEQUENCES) {
            offsets();
            align(8);
            put(8, BASE);
        }
        put(4, entries.size());
        align(pad);
        List<Integer> markers = names();
        align(pad);
        for (int marker : markers) {
            put(markerWidth, marker);
        }
        align(pad);
        if (order == Order.OFFSETS_FIRST_WITH_SEQUENCES) {
            for (int each = 0; each < entries.size(); each++) {
                put(1, each >>> 16);
                put(1, each >>> 8);
                put(1, each);
            }
            align(pad);
        }
        tokens(pad);
        if (order == Order.OFFSETS_LAST || order == Order.PLACE_RELATIVE) {
            align(pad);
            offsets();
            align(pad);
        }
        if (order == Order.OFFSETS_LAST) {
            put(8, BASE);
        }
        return memory;
    }

    List<Entry> entries() {
        return entries;
    }

    /** What was written. */
    public KernelImage.Range range() {
        return new KernelImage.Range(TABLES & -4096, ((at + 4095) & -4096));
    }

    private void offsets() {
        for (Entry entry : entries) {
            long offset = order == Order.PLACE_RELATIVE
                    ? entry.address() - at
                    : !perCpuAbsolute
                            ? entry.address() - BASE
                            : entry.address() >= 0 ? entry.address() : BASE - 1 - entry.address();
            put(4, offset);
        }
    }

    private List<Integer> names() {
        var markers = new ArrayList<Integer>();
        long start = at;
        for (int each = 0; each < entries.size(); each++) {
            if (each % 256 == 0) {
                markers.add((int) (at - start));
            }
            byte[] tokens =
                    tokens(entries.get(each).letter() + entries.get(each).name());
            if (longLengths && tokens.length >= 0x80) {
                put(1, (tokens.length & 0x7f) | 0x80);
                put(1, tokens.length >>> 7);
            } else {
                put(1, tokens.length);
            }
            memory.put(at, tokens);
            at += tokens.length;
        }
        return markers;
    }

    private static byte[] tokens(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int each = 0; each < text.length(); each++) {
            if (text.startsWith(PAIR, each)) {
                bytes.write(PAIR_TOKEN);
                each++;
            } else {
                bytes.write(text.charAt(each));
            }
        }
        return bytes.toByteArray();
    }

    private void tokens(int pad) {
        var index = new ArrayList<Integer>();
        long start = at;
        for (int token = 0; token < Tokens.COUNT; token++) {
            index.add((int) (at - start));
            String string = token == PAIR_TOKEN ? PAIR : token < 0x20 ? "low" + token : String.valueOf((char) token);
            memory.text(at, string);
            at += string.length() + 1;
        }
        align(pad);
        index.forEach(each -> put(2, each));
    }

    private void put(int size, long value) {
        memory.put(at, size, value);
        at += size;
    }

    private void align(int boundary) {
        while (at % boundary != 0) {
            put(1, 0);
        }
    }
}

package dev.xmdb.dump.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A complete small dump-core of a 64-bit PV domain, put together byte by byte from the format's description and not by the product's
 * writer: three slots (all {@code A}, all {@code B}, zero), one context and a shared_info page of zeroes.
 */
public final class GoldenElf {
    public static final int SECTION_HEADERS = 0x40;
    public static final int NOTES = 0x200;
    public static final int CONTEXTS = 0x768;
    public static final int SHARED_INFO = 0x1b98;
    public static final int PAGES = 0x3000;
    public static final int P2M = 0x6000;
    public static final int NAMES = 0x6030;
    public static final int SIZE = 24_696;
    public static final int SECTION_HEADER = 64;
    private static final String NAME_TABLE =
            "\0.shstrtab\0.note.Xen\0.xen_prstatus\0.xen_shared_info\0.xen_pages\0.xen_p2m\0";

    private GoldenElf() {}

    /** The image; a new array each time, to be damaged at will. */
    public static byte[] image() {
        ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 1});
        file.putShort(16, (short) 4).putShort(18, (short) 62).putInt(20, 1).putLong(40, 0x40);
        file.putShort(52, (short) 64).putShort(54, (short) 56).putShort(58, (short) 64);
        file.putShort(60, (short) 7).putShort(62, (short) 1);
        section(file, 1, 1, 3, NAMES, NAME_TABLE.length(), 0, 0);
        section(file, 2, 11, 7, NOTES, 1384, 0, 0);
        section(file, 3, 21, 1, CONTEXTS, 5168, 8, 5168);
        section(file, 4, 35, 1, SHARED_INFO, 4096, 8, 4096);
        section(file, 5, 52, 1, PAGES, 0x3000, 4096, 4096);
        section(file, 6, 63, 1, P2M, 48, 8, 16);
        note(file, 0x200, 0, 0x200_0000);
        note(file, 0x210, 32, 0x200_0001);
        file.putLong(0x220, 0xf00f_ebedL).putLong(0x228, 1).putLong(0x230, 3).putLong(0x238, 4096);
        note(file, 0x240, 1280, 0x200_0002);
        file.putLong(0x250, 4).putLong(0x258, 17);
        text(file, 0x260, ".7");
        text(file, 0x300, "xen-3.0-x86_64 ");
        file.putLong(0x740, 0xffff_8000_0000_0000L).putLong(0x748, 4096);
        note(file, 0x750, 8, 0x200_0003);
        file.putLong(0x760, 1);
        Arrays.fill(file.array(), PAGES, PAGES + 4096, (byte) 'A');
        Arrays.fill(file.array(), PAGES + 4096, PAGES + 8192, (byte) 'B');
        entry(file, 0, 0, 0x5000);
        entry(file, 1, 7, 0x4fff);
        entry(file, 2, -1, -1);
        file.put(NAMES, NAME_TABLE.getBytes(StandardCharsets.ISO_8859_1));
        return file.array();
    }

    /** A little-endian view of an image. */
    public static ByteBuffer fields(byte[] image) {
        return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the header of a section lies. */
    public static int header(int section) {
        return SECTION_HEADERS + section * SECTION_HEADER;
    }

    /** Overwrites an entry of the list of frames. */
    public static void entry(ByteBuffer file, int index, long pfn, long mfn) {
        file.putLong(P2M + index * 16, pfn).putLong(P2M + index * 16 + 8, mfn);
    }

    private static void section(
            ByteBuffer file, int index, int name, int type, long offset, long size, long alignment, long entrySize) {
        int at = header(index);
        file.putInt(at, name).putInt(at + 4, type).putLong(at + 24, offset).putLong(at + 32, size);
        file.putLong(at + 48, alignment).putLong(at + 56, entrySize);
    }

    private static void note(ByteBuffer file, int at, int size, int type) {
        file.putInt(at, 4).putInt(at + 4, size).putInt(at + 8, type);
        text(file, at + 12, "Xen");
    }

    private static void text(ByteBuffer file, int at, String text) {
        file.put(at, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

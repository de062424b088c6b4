package dev.xmdb.target;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A second, plain reading of a 64-bit guest's ELF dump-core file, straight from its bytes: sections by name, a hash from frame to
 * page, and the four-level walk with every number written out. It shares nothing with the product.
 */
final class PlainCore {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment file;
    private final Map<String, long[]> sections = new HashMap<>();
    /** Page offsets by the number that page tables use. */
    private final Map<Long, Long> pages = new HashMap<>();
    /** Table numbers (MFN or PFN) by PFN. */
    private final Map<Long, Long> numbers = new HashMap<>();

    /** Whoever is told of mapped pages. */
    interface Visitor {
        void page(long va, long frame, int size);
    }

    PlainCore(MemorySegment file) {
        this.file = file;
        long headers = word(40);
        int count = (int) (word(60) & 0xffff);
        long names = word(headers + 64 + 24);
        for (int i = 1; i < count; i++) {
            long header = headers + i * 64L;
            sections.put(text(names + (word(header) & 0xffffffffL)), new long[] {word(header + 24), word(header + 32)});
        }
        boolean pv = sections.containsKey(".xen_p2m");
        long[] table = sections.get(pv ? ".xen_p2m" : ".xen_pfn");
        int stride = pv ? 16 : 8;
        for (long slot = 0; slot < table[1] / stride; slot++) {
            long pfn = word(table[0] + slot * stride);
            long number = pv ? word(table[0] + slot * stride + 8) : pfn;
            if (pfn != -1) {
                numbers.put(pfn, number);
                pages.put(number, sections.get(".xen_pages")[0] + slot * 4096);
            }
        }
    }

    /** Number in page tables by PFN. */
    Map<Long, Long> numbers() {
        return numbers;
    }

    /** Page offsets by the number in page tables. */
    Map<Long, Long> pages() {
        return pages;
    }

    long cr3(int vcpu) {
        return word(sections.get(".xen_prstatus")[0] + vcpu * 5168L + 5008);
    }

    /** The file offset that a virtual address leads to under a root, or -1. */
    long fileOffset(long root, long va) {
        long table = root;
        for (int shift = 39; shift >= 12; shift -= 9) {
            Long page = pages.get(table);
            if (page == null) {
                return -1;
            }
            long entry = word(page + 8 * ((va >> shift) & 0x1ff));
            if ((entry & 1) == 0) {
                return -1;
            }
            table = (entry & 0x000ffffffffff000L) >> 12;
            if ((shift == 21 || shift == 30) && (entry & 0x80) != 0) {
                long inside = va & ((1L << shift) - 1);
                table = (((table << 12) & ~((1L << shift) - 1)) + inside) >> 12;
                break;
            }
        }
        Long page = pages.get(table);
        return page == null ? -1 : page + (va & 0xfff);
    }

    /** Every page that the slots of a root from one on map, in the image or not. */
    void visit(long root, int firstSlot, Visitor visitor) {
        visit(root, 39, 0xffffL << 48, firstSlot, visitor);
    }

    private void visit(long table, int shift, long base, int first, Visitor visitor) {
        Long page = pages.get(table);
        if (page == null) {
            return;
        }
        for (int i = first; i < 512; i++) {
            long entry = word(page + 8L * i);
            long va = base | ((long) i << shift);
            long frame = (entry & 0x000ffffffffff000L) >> 12;
            if ((entry & 1) != 0) {
                if (shift == 12) {
                    visitor.page(va, frame, 1);
                } else if (shift < 39 && (entry & 0x80) != 0) {
                    visitor.page(va, frame & -(1L << (shift - 12)), 1 << (shift - 12));
                } else {
                    visit(frame, shift - 9, va, 0, visitor);
                }
            }
        }
    }

    private long word(long offset) {
        return file.get(LONG, offset);
    }

    private String text(long offset) {
        long end = offset;
        while (file.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
        }
        return new String(file.asSlice(offset, end - offset).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
    }
}

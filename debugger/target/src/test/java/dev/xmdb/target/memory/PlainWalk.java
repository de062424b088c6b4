package dev.xmdb.target.memory;

import dev.xmdb.dump.DomainKind;
import dev.xmdb.target.ImageOf;
import dev.xmdb.target.paging.PageTableRoot;
import java.lang.foreign.ValueLayout;

/** The walks of the processor manuals, one by one and without any sharing, for comparison. */
final class PlainWalk {
    private static final long NONE = -1;

    private PlainWalk() {}

    static long fileOffset(ImageOf image, PageTableRoot root, long va) {
        return switch (root.mode()) {
            case LONG_5_LEVEL -> fiveLevels(image, root.frame(), va);
            case LONG_4_LEVEL -> {
                boolean xens = image.kind() == DomainKind.PV && (va >>> 39 & 511) >= 256 && (va >>> 39 & 511) <= 271;
                long high = va >>> 47;
                yield (high != 0 && high != 0x1ffff) || xens ? NONE : l4(image, root.frame(), va);
            }
            case PAE -> {
                if (va > 0xffffffffL || va < 0) {
                    yield NONE;
                }
                long entry = word(image, root.frame(), root.offsetInPage() + 8 * (va >> 30));
                yield bad(entry) || (entry & 0x80) != 0 ? NONE : l2(image, frame(entry), va);
            }
            case LEGACY_32 -> va > 0xffffffffL || va < 0 ? NONE : twoLevels(image, root.frame(), va);
            case UNPAGED -> va > 0xffffffffL || va < 0 ? NONE : page(image, va / 4096, va);
        };
    }

    private static long fiveLevels(ImageOf image, long table, long va) {
        long high = va >> 56;
        if (high != 0 && high != -1) {
            return NONE;
        }
        long entry = word(image, table, 8 * (va >>> 48 & 511));
        return bad(entry) || (entry & 0x80) != 0 ? NONE : l4(image, frame(entry), va);
    }

    private static long l4(ImageOf image, long table, long va) {
        long entry = word(image, table, 8 * (va >>> 39 & 511));
        return bad(entry) || (entry & 0x80) != 0 ? NONE : l3(image, frame(entry), va);
    }

    private static long l3(ImageOf image, long table, long va) {
        long entry = word(image, table, 8 * (va >>> 30 & 511));
        if (bad(entry)) {
            return NONE;
        }
        if ((entry & 0x80) != 0) {
            return page(image, ((entry & 0x000fffffc0000000L) + (va & 0x3fffffff)) / 4096, va);
        }
        return l2(image, frame(entry), va);
    }

    private static long l2(ImageOf image, long table, long va) {
        long entry = word(image, table, 8 * (va >>> 21 & 511));
        if (bad(entry)) {
            return NONE;
        }
        if ((entry & 0x80) != 0) {
            return page(image, ((entry & 0x000fffffffe00000L) + (va & 0x1fffff)) / 4096, va);
        }
        long last = word(image, frame(entry), 8 * (va >>> 12 & 511));
        return bad(last) ? NONE : page(image, frame(last), va);
    }

    private static long twoLevels(ImageOf image, long table, long va) {
        long entry = word(image, table, 4 * (va >>> 22)) & 0xffffffffL;
        if (bad(entry)) {
            return NONE;
        }
        if ((entry & 0x80) != 0) {
            long base = (entry & 0xffc00000L) + ((entry >> 13 & 0xff) << 32);
            return page(image, (base + (va & 0x3fffff)) / 4096, va);
        }
        long last = word(image, entry / 4096, 4 * (va >>> 12 & 1023)) & 0xffffffffL;
        return bad(last) ? NONE : page(image, last / 4096, va);
    }

    private static long frame(long entry) {
        return (entry & 0x000ffffffffff000L) / 4096;
    }

    private static boolean bad(long entry) {
        return (entry & 1) == 0;
    }

    /** An entry, or 0 (not present) where its table is not in the image. */
    private static long word(ImageOf image, long table, long offset) {
        long page = page(image, table, 0);
        if (page == NONE) {
            return 0;
        }
        long at = page + offset;
        long low = image.bytes().get(ValueLayout.JAVA_INT_UNALIGNED, at) & 0xffffffffL;
        long high = (at & 4095) == 4092 ? 0 : image.bytes().get(ValueLayout.JAVA_INT_UNALIGNED, at + 4);
        return (high << 32) | low;
    }

    private static long page(ImageOf image, long frame, long va) {
        long offset = image.fileOffsetOfMfn(frame);
        return offset < 0 ? NONE : offset + (va & 4095);
    }
}

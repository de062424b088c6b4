package dev.xmdb.dump.xccore;

import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.dump.file.ImageFile;
import dev.xmdb.dump.vcpu.ContextLayout;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * The header of an xc_core file ({@code xc_core_header} of Xen's tools up to 3.0.4), with what follows from its numbers.
 *
 * @param magic kind of domain
 * @param vcpus contexts in the file
 * @param pages slots in the file
 * @param contextsOffset file offset of the first context
 * @param indexOffset file offset of the index
 * @param pagesOffset file offset of the first page
 */
record XcCoreHeader(long magic, long vcpus, long pages, long contextsOffset, long indexOffset, long pagesOffset) {
    static final int SIZE = 24;
    static final long MAGIC_PV = 0xf00f_ebedL;
    static final long MAGIC_HVM = 0xf00f_ebeeL;

    static final int MAGIC = 0;
    static final int VCPUS = 4;
    static final int PAGES = 8;
    static final int CONTEXTS_OFFSET = 12;
    static final int INDEX_OFFSET = 16;
    static final int PAGES_OFFSET = 20;

    private static final long MAX_VCPUS = 8192;
    private static final long MAX_PAGES = 1L << 28;

    /**
     * Reads and checks a header.
     *
     * @throws DumpFormatException when its numbers contradict each other, or are those of a variant without an index
     */
    static XcCoreHeader parse(ImageFile file) throws DumpFormatException {
        MemorySegment bytes = file.required(0, SIZE, "xc_core header");
        XcCoreHeader header = new XcCoreHeader(
                LittleEndian.u32(bytes, MAGIC),
                LittleEndian.u32(bytes, VCPUS),
                LittleEndian.u32(bytes, PAGES),
                LittleEndian.u32(bytes, CONTEXTS_OFFSET),
                LittleEndian.u32(bytes, INDEX_OFFSET),
                LittleEndian.u32(bytes, PAGES_OFFSET));
        header.check();
        return header;
    }

    private void check() throws DumpFormatException {
        if (contextsOffset > indexOffset || pagesOffset % Frames.PAGE_SIZE != 0) {
            throw new DumpFormatException(
                    "an xc_core file of the OCaml tools (XenServer), whose header has offsets swapped or unaligned and which"
                            + " lacks the index of frames: its page tables cannot be followed",
                    CONTEXTS_OFFSET);
        }
        if (vcpus > MAX_VCPUS) {
            throw new DumpFormatException("an xc_core header with " + vcpus + " vCPUs", VCPUS);
        }
        if (pages > MAX_PAGES) {
            throw new DumpFormatException("an xc_core header with " + pages + " pages", PAGES);
        }
        if (contextsOffset < SIZE || indexOffset > pagesOffset) {
            throw new DumpFormatException(
                    String.format(
                            Locale.ROOT,
                            "an xc_core header whose parts overlap: contexts at 0x%x, index at 0x%x, pages at 0x%x",
                            contextsOffset,
                            indexOffset,
                            pagesOffset),
                    CONTEXTS_OFFSET);
        }
        if (vcpus > 0 && contextSize() != ContextLayout.X86_64.size() && contextSize() != ContextLayout.X86_32.size()) {
            throw new DumpFormatException(
                    "an xc_core header that leaves " + (indexOffset - contextsOffset) + " bytes for " + vcpus
                            + " contexts, which is neither "
                            + ContextLayout.X86_64.size() + " nor " + ContextLayout.X86_32.size() + " bytes each",
                    INDEX_OFFSET);
        }
        if (!fits(Integer.BYTES) && !fits(Long.BYTES)) {
            throw new DumpFormatException(
                    "an xc_core header whose index of " + pages + " frames does not end where the pages start",
                    PAGES_OFFSET);
        }
    }

    /** Bytes of a context; -1 when the room is no multiple, or there is none. */
    long contextSize() {
        long room = indexOffset - contextsOffset;
        return vcpus > 0 && room % vcpus == 0 ? room / vcpus : -1;
    }

    /** Whether an index with entries of a width ends on the page boundary at which the pages start. */
    boolean fits(int width) {
        return roundUp(indexOffset + pages * width) == pagesOffset;
    }

    /** The first page boundary at or after an offset. */
    static long roundUp(long offset) {
        return (offset + Frames.PAGE_SIZE - 1) & -Frames.PAGE_SIZE;
    }
}

package dev.xmdb.dump.xccore;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.ImageFormat;
import dev.xmdb.dump.ImageSection;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.dump.file.AssembledImage;
import dev.xmdb.dump.file.ImageFile;
import dev.xmdb.dump.frames.FrameSource;
import dev.xmdb.dump.frames.FrameTable;
import dev.xmdb.dump.frames.IndexedFrames;
import dev.xmdb.dump.vcpu.ContextLayout;
import dev.xmdb.dump.vcpu.GuestContext;
import dev.xmdb.dump.vcpu.VcpuContext;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens xc_core files. They list machine frames in slot order and say nothing of guest frames; since the builders of that time gave
 * out memory in PFN order, the slot is taken for the PFN, which holds as long as the domain never gave pages away.
 */
public final class XcCoreReader {
    /** {@code VGCF_HVM_GUEST}, which Xen 3.0.0 to 3.0.3 set; a writer before 3.0.4 had no magic of its own for HVM. */
    private static final long FLAG_HVM_GUEST = 1 << 1;

    private final ImageFile file;
    private final List<String> degradations;

    private XcCoreReader(ImageFile file, List<String> degradations) {
        this.file = file;
        this.degradations = new ArrayList<>(degradations);
    }

    /**
     * Reads everything but the pages and the index, which are read when they are asked for.
     *
     * @param file the mapped file; the image owns it from now on, unless this throws
     * @param degradations what is already known to be wrong with the image
     * @throws DumpFormatException when the file is not an xc_core file that can be followed
     */
    public static DomainImage read(ImageFile file, List<String> degradations) throws DumpFormatException {
        return new XcCoreReader(file, degradations).read();
    }

    private DomainImage read() throws DumpFormatException {
        XcCoreHeader header = XcCoreHeader.parse(file);
        int width = indexWidth(header);
        boolean wide = header.vcpus() > 0 ? header.contextSize() == ContextLayout.X86_64.size() : width == Long.BYTES;
        ContextLayout layout = wide ? ContextLayout.X86_64 : ContextLayout.X86_32;
        DomainKind kind = header.magic() == XcCoreHeader.MAGIC_HVM || firstContextIsHvm(header, layout)
                ? DomainKind.HVM
                : DomainKind.PV;
        List<VcpuContext> vcpus = contexts(header, layout, kind);
        Frames frames = new IndexedFrames(frames(header, width, kind));
        return new AssembledImage(
                file,
                ImageFormat.XC_CORE,
                kind,
                kind == DomainKind.PV ? FrameNaming.MFN : FrameNaming.PFN,
                layout.wordSize(),
                vcpus,
                null,
                null,
                frames,
                sections(header, width),
                List.of(),
                degradations);
    }

    private boolean firstContextIsHvm(XcCoreHeader header, ContextLayout layout) {
        return header.vcpus() > 0
                && file.available(header.contextsOffset(), layout.size()) == layout.size()
                && (LittleEndian.unsigned(file.bytes(), header.contextsOffset() + layout.flags(), layout.wordSize())
                                & FLAG_HVM_GUEST)
                        != 0;
    }

    private List<VcpuContext> contexts(XcCoreHeader header, ContextLayout layout, DomainKind kind) {
        if (header.vcpus() == 0) {
            degradations.add(
                    "no registers: the image holds no vCPU (the tools of Xen 3.0.0 and 3.0.1 lost the last one)");
            return List.of();
        }
        long room = header.vcpus() * layout.size();
        long whole = file.available(header.contextsOffset(), room) / layout.size();
        if (whole < header.vcpus()) {
            degradations.add("registers of " + (header.vcpus() - whole) + " of " + header.vcpus()
                    + " vCPUs are lost: the file ends within the contexts");
        }
        List<VcpuContext> contexts = new ArrayList<>();
        for (long index = 0; index < whole; index++) {
            byte[] copy = file.bytes()
                    .asSlice(header.contextsOffset() + index * layout.size(), layout.size())
                    .toArray(ValueLayout.JAVA_BYTE);
            contexts.add(new GuestContext(MemorySegment.ofArray(copy), layout, kind == DomainKind.PV));
        }
        return contexts;
    }

    /** Bytes of an index entry: the width that makes the index end where the pages start, or where both do, the writer's word. */
    private int indexWidth(XcCoreHeader header) {
        if (header.fits(Integer.BYTES) != header.fits(Long.BYTES)) {
            return header.fits(Long.BYTES) ? Long.BYTES : Integer.BYTES;
        }
        if (header.vcpus() > 0) {
            return header.contextSize() == ContextLayout.X86_64.size() ? Long.BYTES : Integer.BYTES;
        }
        return highHalvesEmpty(header) ? Long.BYTES : Integer.BYTES;
    }

    private boolean highHalvesEmpty(XcCoreHeader header) {
        long entries = file.available(header.indexOffset(), header.pages() * Long.BYTES) / Long.BYTES;
        for (long entry = 0; entry < entries; entry++) {
            long value = LittleEndian.u64(file.bytes(), header.indexOffset() + entry * Long.BYTES);
            if (value != -1 && value >>> Integer.SIZE != 0) {
                return false;
            }
        }
        return entries > 0;
    }

    private FrameSource frames(XcCoreHeader header, int width, DomainKind kind) {
        long inFile = file.available(header.indexOffset(), header.pages() * width) / width;
        long slotsInFile = file.available(header.pagesOffset(), header.pages() * Frames.PAGE_SIZE) / Frames.PAGE_SIZE;
        if (inFile < header.pages()) {
            degradations.add("the file is truncated: " + (header.pages() - inFile) + " of " + header.pages()
                    + " entries of the index are lost, and all pages");
        } else if (slotsInFile < header.pages()) {
            degradations.add("the file is truncated: the pages of " + (header.pages() - slotsInFile) + " of "
                    + header.pages() + " slots are lost");
        }
        degradations.add(
                "PFNs are guessed from the order of the pages, which holds only while the domain never gave any away");
        degradations.add(
                "a page that could not be read when the image was written holds the bytes of another, unmarked");
        if (kind == DomainKind.HVM) {
            degradations.add(
                    "the frames of an HVM domain are unreliable in this container: its tools mixed up frame numbers");
        }
        return new FrameSource(
                kind == DomainKind.PV
                        ? FrameTable.mfnIndex(file.bytes(), header.indexOffset(), inFile, width)
                        : FrameTable.holesOnly(file.bytes(), header.indexOffset(), inFile, width),
                header.pagesOffset(),
                slotsInFile,
                kind == DomainKind.HVM,
                0,
                inFile < header.pages(),
                kind == DomainKind.PV ? "index of machine frames, PFN = slot order (a guess)" : "slot order (a guess)");
    }

    private List<ImageSection> sections(XcCoreHeader header, int width) {
        return List.of(
                section("header", 0, XcCoreHeader.SIZE, 0),
                section(
                        "contexts",
                        header.contextsOffset(),
                        header.indexOffset() - header.contextsOffset(),
                        Math.max(0, header.contextSize())),
                section("index", header.indexOffset(), header.pages() * width, width),
                section("pages", header.pagesOffset(), header.pages() * Frames.PAGE_SIZE, Frames.PAGE_SIZE));
    }

    private ImageSection section(String name, long offset, long size, long entrySize) {
        return new ImageSection(name, 0, offset, size, file.available(offset, size), entrySize);
    }
}

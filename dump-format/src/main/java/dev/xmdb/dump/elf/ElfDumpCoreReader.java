package dev.xmdb.dump.elf;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.ImageFormat;
import dev.xmdb.dump.file.AssembledImage;
import dev.xmdb.dump.file.ImageFile;
import dev.xmdb.dump.frames.IndexedFrames;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.dump.vcpu.SharedInfoLayout;
import dev.xmdb.dump.vcpu.SharedInfoPage;
import dev.xmdb.dump.vcpu.VcpuContext;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens ELF dump-core files of x86 domains, whole or truncated. */
public final class ElfDumpCoreReader {
    private final ImageFile file;
    private final List<String> degradations;

    private ElfDumpCoreReader(ImageFile file, List<String> degradations) {
        this.file = file;
        this.degradations = new ArrayList<>(degradations);
    }

    /**
     * Reads everything but the pages and the list of frames, which are read when they are asked for.
     *
     * @param file the mapped file; the image owns it from now on, unless this throws
     * @param degradations what is already known to be wrong with the image
     * @throws DumpFormatException when the file is not an ELF dump-core of an x86 domain
     */
    public static DomainImage read(ImageFile file, List<String> degradations) throws DumpFormatException {
        return new ElfDumpCoreReader(file, degradations).read();
    }

    /** What to say of an ELF core that has program headers. */
    static DumpFormatException foreignCore() {
        return new DumpFormatException(
                "an ELF core with program headers (QEMU's or virsh's memory dump, a kdump vmcore, or a"
                        + " process core), which this version does not open; it opens what xm/xl dump-core wrote");
    }

    private DomainImage read() throws DumpFormatException {
        ElfFile elf = ElfFile.parse(file);
        XenParts parts = XenParts.of(file, elf);
        if (!parts.has(XenPart.PAGES)) {
            throw elf.programHeaders() > 0
                    ? foreignCore()
                    : new DumpFormatException("an ELF core without a .xen_pages section: not a Xen dump-core");
        }
        if (elf.machine() != ElfLayout.MACHINE_X86_64 && elf.machine() != ElfLayout.MACHINE_386) {
            throw new DumpFormatException("a Xen dump-core of an unsupported architecture: "
                    + ElfLayout.machineName(elf.machine()) + "; only x86 domains are read");
        }
        degradations.addAll(parts.losses());
        XenNotes notes = notes(parts, elf.machine());
        XenNotes.Header header = notes.header();
        DomainKind kind = kind(parts, header);
        boolean machine32 = elf.machine() == ElfLayout.MACHINE_386;
        List<VcpuContext> vcpus = new ElfContexts(parts, header, kind, machine32, degradations).read();
        int wordSize = wordSize(kind, machine32, vcpus);
        SharedInfo sharedInfo = sharedInfo(parts, kind, wordSize);
        Frames frames = new IndexedFrames(
                new ElfFrames(parts, header, kind, degradations).source(sharedInfo == null ? 0 : sharedInfo.maxPfn()));
        return new AssembledImage(
                file,
                ImageFormat.ELF_DUMP_CORE,
                kind,
                kind == DomainKind.PV ? FrameNaming.MFN : FrameNaming.PFN,
                wordSize,
                vcpus,
                sharedInfo,
                notes.version(),
                frames,
                parts.list(),
                notes.notes(),
                degradations);
    }

    private XenNotes notes(XenParts parts, int machine) throws DumpFormatException {
        long offset = parts.section(XenPart.NOTES).map(ElfSection::offset).orElse(0L);
        XenNotes notes = XenNotes.parse(parts.bytes(XenPart.NOTES), offset, machine);
        degradations.addAll(notes.losses());
        XenNotes.Header header = notes.header();
        if (header == null) {
            degradations.add("the image has no HEADER note: counts are those of its sections");
        } else if (header.pageSize() != Frames.PAGE_SIZE) {
            throw new DumpFormatException("a dump-core with pages of " + Long.toUnsignedString(header.pageSize())
                    + " bytes; x86 domains have pages of " + Frames.PAGE_SIZE);
        }
        return notes;
    }

    /** The kind of domain: what the list of frames is, because it also says what page tables hold; the magic where there is no list. */
    private DomainKind kind(XenParts parts, XenNotes.@Nullable Header header) {
        DomainKind byMagic = header == null
                ? null
                : header.magic() == NoteFormat.MAGIC_PV
                        ? DomainKind.PV
                        : header.magic() == NoteFormat.MAGIC_HVM ? DomainKind.HVM : null;
        if (header != null && byMagic == null) {
            degradations.add(String.format(Locale.ROOT, "the HEADER note has an unknown magic 0x%x", header.magic()));
        }
        if (parts.has(XenPart.P2M) || parts.has(XenPart.PFN)) {
            DomainKind byMap = parts.has(XenPart.P2M) ? DomainKind.PV : DomainKind.HVM;
            if (byMagic != null && byMagic != byMap) {
                degradations.add(
                        "the HEADER note says " + byMagic + ", the list of frames " + byMap + ", which is believed");
            }
            return byMap;
        }
        if (byMagic == null) {
            degradations.add("nothing in the image says whether the domain is PV or HVM: PV is assumed");
        }
        return byMagic == null ? DomainKind.PV : byMagic;
    }

    private static int wordSize(DomainKind kind, boolean machine32, List<VcpuContext> vcpus) {
        if (!vcpus.isEmpty()) {
            return vcpus.getFirst().wordSize();
        }
        return machine32 && kind == DomainKind.PV ? Integer.BYTES : Long.BYTES;
    }

    private @Nullable SharedInfo sharedInfo(XenParts parts, DomainKind kind, int wordSize) {
        if (!parts.has(XenPart.SHARED_INFO)) {
            // The writer leaves it out for an auto-translated domain whose page it could not map.
            if (kind == DomainKind.PV) {
                degradations.add("the image has no .xen_shared_info section");
            }
            return null;
        }
        MemorySegment bytes = parts.bytes(XenPart.SHARED_INFO);
        if (bytes.byteSize() < SharedInfoLayout.PAGE_SIZE) {
            degradations.add("shared_info is lost: the file has " + bytes.byteSize() + " bytes of .xen_shared_info");
            return null;
        }
        byte[] copy = bytes.asSlice(0, SharedInfoLayout.PAGE_SIZE).toArray(ValueLayout.JAVA_BYTE);
        MemorySegment page = MemorySegment.ofArray(copy);
        SharedInfo wide = new SharedInfoPage(page, SharedInfoLayout.of(wordSize));
        if (kind == DomainKind.HVM && wordSize == Long.BYTES && wide.wallClockSeconds() == 0) {
            // The page follows the mode of the guest, which the container does not tell; the wall clock, set by Xen,
            // does.
            SharedInfo narrow = new SharedInfoPage(page, SharedInfoLayout.X86_32);
            return narrow.wallClockSeconds() == 0 ? wide : narrow;
        }
        return wide;
    }
}

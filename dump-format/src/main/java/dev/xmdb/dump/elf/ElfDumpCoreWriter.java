package dev.xmdb.dump.elf;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.dump.file.PageSource;
import dev.xmdb.dump.file.SparseOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes ELF dump-core files as the tools of Xen 4 do: header, section headers, notes, contexts, shared_info, pages, list of frames,
 * section names. Memory use does not depend on the image's size.
 */
public final class ElfDumpCoreWriter {
    private static final ElfLayout LAYOUT = ElfLayout.ELF64;
    private static final int CONTEXT_ALIGNMENT = 8;

    private final boolean autoTranslated;
    private final int machine;
    private final List<byte[]> contexts = new ArrayList<>();
    private byte @Nullable [] sharedInfo;
    private XenVersion version =
            new XenVersion(0, 0, "", "", "", "", "", "", "", 0xffff_8000_0000_0000L, Frames.PAGE_SIZE);

    private ElfDumpCoreWriter(boolean autoTranslated, int machine) {
        this.autoTranslated = autoTranslated;
        this.machine = machine;
    }

    /**
     * Starts the image of a PV domain.
     *
     * @param wordSize bytes in a guest word, 8 or 4
     */
    public static ElfDumpCoreWriter paravirtualised(int wordSize) {
        return switch (wordSize) {
            case Long.BYTES -> new ElfDumpCoreWriter(false, ElfLayout.MACHINE_X86_64);
            case Integer.BYTES -> new ElfDumpCoreWriter(false, ElfLayout.MACHINE_386);
            default -> throw new IllegalArgumentException("no x86 domain has words of " + wordSize + " bytes");
        };
    }

    /** Starts the image of an auto-translated domain (HVM, PVH). */
    public static ElfDumpCoreWriter autoTranslated() {
        return new ElfDumpCoreWriter(true, ElfLayout.MACHINE_X86_64);
    }

    /** Adds a vCPU. The bytes of a 32-bit context are filled up to the size that every context takes. */
    public ElfDumpCoreWriter vcpu(byte[] context) {
        if (context.length > XenPart.CONTEXT_ENTRY_64) {
            throw new IllegalArgumentException("a context of " + context.length + " bytes");
        }
        contexts.add(context.clone());
        return this;
    }

    /** Sets the shared_info page; an image without one has no section for it. */
    public ElfDumpCoreWriter sharedInfo(byte[] page) {
        if (page.length != Frames.PAGE_SIZE) {
            throw new IllegalArgumentException("a shared_info page of " + page.length + " bytes");
        }
        sharedInfo = page.clone();
        return this;
    }

    /** Sets what the host says of itself. */
    public ElfDumpCoreWriter xenVersion(XenVersion host) {
        version = host;
        return this;
    }

    /**
     * Writes the image.
     *
     * @param path created, or replaced
     * @param pages what it holds; PFNs ascending
     * @throws IOException when the file cannot be written or a page cannot be had
     */
    public void write(Path path, PageSource pages) throws IOException {
        byte[] notes = notes(pages.slots());
        List<Section> sections = sections(notes.length, pages.slots());
        try (SparseOutput out = SparseOutput.create(path)) {
            out.write(header(sections.size() + 1));
            out.write(sectionHeaders(sections));
            out.write(notes);
            for (byte[] context : contexts) {
                out.write(context);
                out.skip(XenPart.CONTEXT_ENTRY_64 - context.length);
            }
            byte[] shared = sharedInfo;
            if (shared != null) {
                out.write(shared);
            }
            out.skipTo(roundUp(out.position()));
            out.writePages(pages);
            writeList(out, pages);
            out.write(names(sections));
        }
    }

    private void writeList(SparseOutput out, PageSource pages) throws IOException {
        for (long slot = 0; slot < pages.slots(); slot++) {
            long pfn = pages.pfn(slot);
            out.writeWord(pfn, Long.BYTES);
            if (!autoTranslated) {
                out.writeWord(pfn == PageSource.NO_FRAME ? PageSource.NO_FRAME : pages.mfn(slot), Long.BYTES);
            }
        }
    }

    /** A section on its way into the file. */
    private record Section(String name, int type, long offset, long size, long alignment, long entrySize) {}

    private List<Section> sections(long notesSize, long slots) {
        int count = sharedInfo == null ? 6 : 7;
        List<Section> sections = new ArrayList<>();
        long offset = LAYOUT.headerSize() + (long) count * LAYOUT.entrySize();
        sections.add(new Section(XenPart.NOTES.sectionName(), ElfLayout.SECTION_NOTE, offset, notesSize, 0, 0));
        offset += notesSize;
        long contextsSize = contexts.size() * XenPart.CONTEXT_ENTRY_64;
        sections.add(data(XenPart.CONTEXTS, offset, contextsSize, CONTEXT_ALIGNMENT, XenPart.CONTEXT_ENTRY_64));
        offset += contextsSize;
        if (sharedInfo != null) {
            sections.add(data(XenPart.SHARED_INFO, offset, Frames.PAGE_SIZE, CONTEXT_ALIGNMENT, Frames.PAGE_SIZE));
            offset += Frames.PAGE_SIZE;
        }
        offset = roundUp(offset);
        long pagesSize = Math.multiplyExact(slots, (long) Frames.PAGE_SIZE);
        sections.add(data(XenPart.PAGES, offset, pagesSize, Frames.PAGE_SIZE, Frames.PAGE_SIZE));
        offset += pagesSize;
        XenPart list = autoTranslated ? XenPart.PFN : XenPart.P2M;
        long entrySize = autoTranslated ? XenPart.PFN_ENTRY : XenPart.P2M_ENTRY;
        sections.add(data(list, offset, slots * entrySize, CONTEXT_ALIGNMENT, entrySize));
        offset += slots * entrySize;
        sections.addFirst(new Section(".shstrtab", ElfLayout.SECTION_STRTAB, offset, 0, 0, 0));
        byte[] names = names(sections);
        sections.set(0, new Section(".shstrtab", ElfLayout.SECTION_STRTAB, offset, names.length, 0, 0));
        return sections;
    }

    private static Section data(XenPart part, long offset, long size, long alignment, long entrySize) {
        return new Section(part.sectionName(), ElfLayout.SECTION_PROGBITS, offset, size, alignment, entrySize);
    }

    private byte[] header(int sectionCount) {
        byte[] bytes = new byte[LAYOUT.headerSize()];
        MemorySegment header = MemorySegment.ofArray(bytes);
        LittleEndian.put(header, 0, Integer.BYTES, ElfLayout.MAGIC);
        bytes[ElfLayout.IDENT_CLASS] = ElfLayout.CLASS_64;
        bytes[ElfLayout.IDENT_DATA] = ElfLayout.LITTLE_ENDIAN;
        bytes[ElfLayout.IDENT_VERSION] = ElfLayout.CURRENT_VERSION;
        bytes[ElfLayout.IDENT_ABI_VERSION] = ElfLayout.CURRENT_VERSION;
        LittleEndian.put(header, ElfLayout.TYPE, Short.BYTES, ElfLayout.TYPE_CORE);
        LittleEndian.put(header, ElfLayout.MACHINE, Short.BYTES, machine);
        LittleEndian.put(header, ElfLayout.VERSION, Integer.BYTES, ElfLayout.CURRENT_VERSION);
        LittleEndian.put(header, LAYOUT.sectionHeaderOffset(), LAYOUT.word(), LAYOUT.headerSize());
        LittleEndian.put(header, LAYOUT.headerSizeField(), Short.BYTES, LAYOUT.headerSize());
        LittleEndian.put(header, LAYOUT.programHeaderEntrySize(), Short.BYTES, ElfLayout.PROGRAM_HEADER_SIZE_64);
        LittleEndian.put(header, LAYOUT.sectionEntrySize(), Short.BYTES, LAYOUT.entrySize());
        LittleEndian.put(header, LAYOUT.sections(), Short.BYTES, sectionCount);
        LittleEndian.put(header, LAYOUT.nameSection(), Short.BYTES, 1);
        return bytes;
    }

    private static byte[] sectionHeaders(List<Section> sections) {
        byte[] bytes = new byte[(sections.size() + 1) * LAYOUT.entrySize()];
        MemorySegment table = MemorySegment.ofArray(bytes);
        int word = LAYOUT.word();
        int name = 1;
        for (int index = 0; index < sections.size(); index++) {
            Section section = sections.get(index);
            MemorySegment entry = table.asSlice((index + 1L) * LAYOUT.entrySize(), LAYOUT.entrySize());
            LittleEndian.put(entry, ElfLayout.ENTRY_NAME, Integer.BYTES, name);
            LittleEndian.put(entry, ElfLayout.ENTRY_TYPE, Integer.BYTES, section.type());
            LittleEndian.put(entry, LAYOUT.entryOffset(), word, section.offset());
            LittleEndian.put(entry, LAYOUT.entryBytes(), word, section.size());
            LittleEndian.put(entry, LAYOUT.entryAlignment(), word, section.alignment());
            LittleEndian.put(entry, LAYOUT.entryEntrySize(), word, section.entrySize());
            name += section.name().length() + 1;
        }
        return bytes;
    }

    private static byte[] names(List<Section> sections) {
        StringBuilder names = new StringBuilder("\0");
        sections.forEach(section -> names.append(section.name()).append('\0'));
        return names.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] notes(long slots) {
        byte[] header = new byte[NoteFormat.HEADER_BYTES];
        MemorySegment fields = MemorySegment.ofArray(header);
        long magic = autoTranslated ? NoteFormat.MAGIC_HVM : NoteFormat.MAGIC_PV;
        LittleEndian.put(fields, NoteFormat.HEADER_MAGIC, Long.BYTES, magic);
        LittleEndian.put(fields, NoteFormat.HEADER_VCPUS, Long.BYTES, contexts.size());
        LittleEndian.put(fields, NoteFormat.HEADER_PAGES, Long.BYTES, slots);
        LittleEndian.put(fields, NoteFormat.HEADER_PAGE_SIZE, Long.BYTES, Frames.PAGE_SIZE);
        byte[] formatVersion = new byte[NoteFormat.FORMAT_VERSION_BYTES];
        LittleEndian.put(MemorySegment.ofArray(formatVersion), 0, Long.BYTES, 1);
        boolean narrow = machine == ElfLayout.MACHINE_386;
        return NoteBytes.join(
                NoteBytes.of(NoteFormat.NONE, new byte[0]),
                NoteBytes.of(NoteFormat.HEADER, header),
                NoteBytes.of(NoteFormat.XEN_VERSION, XenVersionNote.descriptor(version, narrow)),
                NoteBytes.of(NoteFormat.FORMAT_VERSION, formatVersion));
    }

    private static long roundUp(long offset) {
        return (offset + Frames.PAGE_SIZE - 1) & -Frames.PAGE_SIZE;
    }
}

package dev.xmdb.dump.elf;

import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.dump.file.ImageFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header and section table of an ELF core file, with whatever names could be read.
 *
 * @param machine {@code e_machine}
 * @param programHeaders {@code e_phnum}
 * @param sections the section headers, the null one included
 * @param losses what the header's part of the file has lost, one sentence each
 */
record ElfFile(int machine, int programHeaders, List<ElfSection> sections, List<String> losses) {
    private static final int MAX_SECTIONS = 64;
    private static final long MAX_NAMES_SIZE = 64 << 10;

    /**
     * Reads them.
     *
     * @throws DumpFormatException when the file is no ELF core file for x86, or its section table is not usable
     */
    static ElfFile parse(ImageFile file) throws DumpFormatException {
        MemorySegment ident = file.required(0, ElfLayout.IDENT_SIZE, "ELF header");
        ElfLayout layout = switch (LittleEndian.u8(ident, ElfLayout.IDENT_CLASS)) {
            case ElfLayout.CLASS_64 -> ElfLayout.ELF64;
            case ElfLayout.CLASS_32 -> ElfLayout.ELF32;
            default ->
                throw new DumpFormatException(
                        "an ELF file of unknown class " + LittleEndian.u8(ident, ElfLayout.IDENT_CLASS),
                        ElfLayout.IDENT_CLASS);
        };
        if (LittleEndian.u8(ident, ElfLayout.IDENT_DATA) != ElfLayout.LITTLE_ENDIAN) {
            throw new DumpFormatException(
                    "a big-endian ELF file: unsupported architecture, only x86 domains are read", ElfLayout.IDENT_DATA);
        }
        MemorySegment header = file.required(0, layout.headerSize(), "ELF header");
        int type = LittleEndian.u16(header, ElfLayout.TYPE);
        if (type != ElfLayout.TYPE_CORE) {
            throw new DumpFormatException(
                    switch (type) {
                        case 1 -> "this is an ELF object file, not a core";
                        case 2 -> "this is an ELF executable, not a core";
                        case 3 -> "this is an ELF shared object or position-independent executable, not a core";
                        default -> "this is an ELF file of type " + type + ", not a core";
                    });
        }
        int programHeaders = LittleEndian.u16(header, layout.programHeaders());
        int machine = LittleEndian.u16(header, ElfLayout.MACHINE);
        List<String> losses = new ArrayList<>();
        List<ElfSection> sections = sections(file, header, layout, programHeaders, losses);
        return new ElfFile(machine, programHeaders, sections, List.copyOf(losses));
    }

    private static List<ElfSection> sections(
            ImageFile file, MemorySegment header, ElfLayout layout, int programHeaders, List<String> losses)
            throws DumpFormatException {
        int count = LittleEndian.u16(header, layout.sections());
        if (count == 0 && programHeaders > 0) {
            return List.of();
        }
        if (count < 1 || count > MAX_SECTIONS) {
            throw programHeaders > 0
                    ? ElfDumpCoreReader.foreignCore()
                    : new DumpFormatException(
                            "an ELF core with " + count + " section headers; a dump-core file has 1 to " + MAX_SECTIONS,
                            layout.sections());
        }
        int entrySize = LittleEndian.u16(header, layout.sectionEntrySize());
        if (entrySize != layout.entrySize()) {
            throw new DumpFormatException(
                    "an ELF core whose section headers claim " + entrySize + " bytes each instead of "
                            + layout.entrySize(),
                    layout.sectionEntrySize());
        }
        long tableOffset = LittleEndian.unsigned(header, layout.sectionHeaderOffset(), layout.word());
        long inFile = file.available(tableOffset, (long) count * entrySize) / entrySize;
        if (inFile == 0) {
            throw new DumpFormatException(
                    "an ELF core whose section headers lie outside the file, at " + String.format("0x%x", tableOffset),
                    layout.sectionHeaderOffset());
        }
        if (inFile < count) {
            losses.add("the file ends within its section headers: " + (count - inFile) + " of " + count + " are lost");
        }
        MemorySegment table = file.bytes().asSlice(tableOffset, inFile * entrySize);
        MemorySegment names = names(file, table, layout, LittleEndian.u16(header, layout.nameSection()), losses);
        List<ElfSection> sections = new ArrayList<>();
        for (int index = 0; index < inFile; index++) {
            sections.add(section(table.asSlice((long) index * entrySize, entrySize), index, layout, names));
        }
        return List.copyOf(sections);
    }

    private static ElfSection section(MemorySegment entry, int index, ElfLayout layout, MemorySegment names) {
        int word = layout.word();
        return new ElfSection(
                index,
                name(names, LittleEndian.u32(entry, ElfLayout.ENTRY_NAME)),
                LittleEndian.u32(entry, ElfLayout.ENTRY_TYPE),
                LittleEndian.unsigned(entry, layout.entryOffset(), word),
                LittleEndian.unsigned(entry, layout.entryBytes(), word),
                LittleEndian.unsigned(entry, layout.entryAlignment(), word),
                LittleEndian.unsigned(entry, layout.entryEntrySize(), word));
    }

    private static MemorySegment names(
            ImageFile file, MemorySegment table, ElfLayout layout, int nameSection, List<String> losses) {
        String lost = null;
        MemorySegment names = MemorySegment.NULL;
        if ((nameSection + 1L) * layout.entrySize() > table.byteSize()) {
            lost = "the header names section " + nameSection + " for them, which does not exist";
        } else {
            ElfSection strings = section(
                    table.asSlice((long) nameSection * layout.entrySize(), layout.entrySize()),
                    nameSection,
                    layout,
                    MemorySegment.NULL);
            long size = Math.min(strings.size(), MAX_NAMES_SIZE);
            long available = file.available(strings.offset(), size);
            names = available == 0 ? MemorySegment.NULL : file.bytes().asSlice(strings.offset(), available);
            if (available < size || size <= 0) {
                lost = available == 0 ? ".shstrtab is not in the file" : "the file ends within .shstrtab";
            }
        }
        if (lost != null) {
            losses.add(namesLost(lost));
        }
        return names;
    }

    /** Says that names are lost, and what is done without them. */
    static String namesLost(String why) {
        return "section names are lost (" + why + "): sections are recognised by their type, entry size and alignment";
    }

    private static @Nullable String name(MemorySegment names, long offset) {
        for (long end = offset; end < names.byteSize(); end++) {
            if (names.get(ValueLayout.JAVA_BYTE, end) == 0) {
                return new String(
                        names.asSlice(offset, end - offset).toArray(ValueLayout.JAVA_BYTE),
                        StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }
}

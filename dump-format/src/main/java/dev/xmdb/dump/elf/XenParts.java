package dev.xmdb.dump.elf;

import dev.xmdb.dump.ImageSection;
import dev.xmdb.dump.file.ImageFile;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which section of a file is which part of the image. Sections are known by name; those whose names are lost by their shape.
 *
 * @param file the file
 * @param sections the section that is each part
 * @param all every section
 * @param losses what the file has lost of its header, section table and names, one sentence each
 */
record XenParts(ImageFile file, Map<XenPart, ElfSection> sections, List<ElfSection> all, List<String> losses) {

    static XenParts of(ImageFile file, ElfFile elf) {
        Map<XenPart, ElfSection> sections = new EnumMap<>(XenPart.class);
        for (ElfSection section : elf.sections()) {
            if (section.name() != null) {
                XenPart.named(section.name()).ifPresent(part -> sections.putIfAbsent(part, section));
            }
        }
        // Names that do not even tell the pages are no names: zeroed, overwritten, or somebody else's.
        boolean believed = sections.containsKey(XenPart.PAGES);
        if (!believed) {
            sections.clear();
        }
        for (ElfSection section : elf.sections()) {
            if (section.name() == null || !believed) {
                XenPart.shaped(section).ifPresent(part -> sections.putIfAbsent(part, section));
            }
        }
        return new XenParts(file, sections, elf.sections(), losses(elf, believed));
    }

    private static List<String> losses(ElfFile elf, boolean believed) {
        List<String> losses = new ArrayList<>(elf.losses());
        if (!believed && losses.isEmpty()) {
            losses.add(ElfFile.namesLost("none of them is .xen_pages"));
        }
        return List.copyOf(losses);
    }

    Optional<ElfSection> section(XenPart part) {
        return Optional.ofNullable(sections.get(part));
    }

    boolean has(XenPart part) {
        return sections.containsKey(part);
    }

    /** Bytes of a part that the file has. */
    long available(XenPart part) {
        return section(part)
                .map(section -> file.available(section.offset(), section.size()))
                .orElse(0L);
    }

    /** What the file has of a part; empty when it has nothing. */
    MemorySegment bytes(XenPart part) {
        long available = available(part);
        return available == 0
                ? MemorySegment.NULL
                : file.bytes().asSlice(sections.get(part).offset(), available);
    }

    /** Every section but the null one, as the image lists them. */
    List<ImageSection> list() {
        return all.stream()
                .filter(section -> section.type() != 0)
                .map(section -> new ImageSection(
                        displayName(section),
                        section.type(),
                        section.offset(),
                        section.size(),
                        file.available(section.offset(), section.size()),
                        section.entrySize()))
                .toList();
    }

    private String displayName(ElfSection section) {
        for (Map.Entry<XenPart, ElfSection> entry : sections.entrySet()) {
            if (entry.getValue().equals(section)) {
                return entry.getKey().sectionName();
            }
        }
        String name = section.name();
        return name != null ? name : "section " + section.index();
    }
}

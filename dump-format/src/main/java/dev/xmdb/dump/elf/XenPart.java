package dev.xmdb.dump.elf;

import java.util.Optional;

/** The sections of a dump-core file that have a meaning (dump-core-format note). */
enum XenPart {
    NOTES(".note.Xen"),
    CONTEXTS(".xen_prstatus"),
    SHARED_INFO(".xen_shared_info"),
    PAGES(".xen_pages"),
    P2M(".xen_p2m"),
    PFN(".xen_pfn"),
    MAPPED_REGISTERS(".xen_ia64_mapped_regs");

    static final long CONTEXT_ENTRY_64 = 5168;
    static final long CONTEXT_ENTRY_32 = 2800;
    static final long PAGE_ENTRY = 4096;
    static final long P2M_ENTRY = 16;
    static final long PFN_ENTRY = 8;

    private final String sectionName;

    XenPart(String sectionName) {
        this.sectionName = sectionName;
    }

    String sectionName() {
        return sectionName;
    }

    /** The part with a section name. */
    static Optional<XenPart> named(String name) {
        for (XenPart part : values()) {
            if (part.sectionName.equals(name)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /** The part that a section without a name must be, by its type, entry size and alignment. */
    static Optional<XenPart> shaped(ElfSection section) {
        if (section.type() == ElfLayout.SECTION_NOTE) {
            return Optional.of(NOTES);
        }
        if (section.type() != ElfLayout.SECTION_PROGBITS) {
            return Optional.empty();
        }
        long entry = section.entrySize();
        if (entry == CONTEXT_ENTRY_64 || entry == CONTEXT_ENTRY_32) {
            return Optional.of(CONTEXTS);
        } else if (entry == PAGE_ENTRY) {
            return Optional.of(section.alignment() == PAGE_ENTRY ? PAGES : SHARED_INFO);
        } else if (entry == P2M_ENTRY) {
            return Optional.of(P2M);
        } else if (entry == PFN_ENTRY) {
            return Optional.of(PFN);
        }
        return Optional.empty();
    }
}

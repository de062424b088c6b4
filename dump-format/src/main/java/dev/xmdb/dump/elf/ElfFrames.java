package dev.xmdb.dump.elf;

import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.file.ImageFile;
import dev.xmdb.dump.frames.FrameSource;
import dev.xmdb.dump.frames.FrameTable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the pages of an ELF dump-core and the list that says which frames they are, or makes do without one. */
final class ElfFrames {
    private final XenParts parts;
    private final XenNotes.@Nullable Header header;
    private final DomainKind kind;
    private final List<String> degradations;

    ElfFrames(XenParts parts, XenNotes.@Nullable Header header, DomainKind kind, List<String> degradations) {
        this.parts = parts;
        this.header = header;
        this.kind = kind;
        this.degradations = degradations;
    }

    /**
     * Where the frames are.
     *
     * @param guestMaxPfn what the guest itself says its highest PFN is; 0 when it does not
     */
    FrameSource source(long guestMaxPfn) throws DumpFormatException {
        ElfSection pages = parts.section(XenPart.PAGES)
                .orElseThrow(() -> new DumpFormatException("an ELF core without a .xen_pages section"));
        ImageFile file = parts.file();
        long slots = slots(pages);
        long slotsInFile = file.available(pages.offset(), slots * Frames.PAGE_SIZE) / Frames.PAGE_SIZE;
        XenPart mapPart = kind == DomainKind.PV ? XenPart.P2M : XenPart.PFN;
        if (parts.has(XenPart.P2M) && parts.has(XenPart.PFN)) {
            degradations.add("the image has both .xen_p2m and .xen_pfn: .xen_p2m is used");
        }
        boolean autoTranslated = kind == DomainKind.HVM;
        long guestLimit = guestMaxPfn > 0 && guestMaxPfn < FrameTable.FRAME_LIMIT ? guestMaxPfn : 0;
        long entrySize = kind == DomainKind.PV ? XenPart.P2M_ENTRY : XenPart.PFN_ENTRY;
        long entriesInFile = parts.available(mapPart) / entrySize;
        if (entriesInFile == 0 && !(header != null && header.pages() == 0)) {
            return new FrameSource(
                    withoutList(mapPart, slots, slotsInFile),
                    Math.max(0, pages.offset()),
                    slotsInFile,
                    autoTranslated,
                    guestLimit,
                    true,
                    autoTranslated ? "slot order, known holes left out (a guess)" : "slot order (a guess)");
        }
        ElfSection map = parts.section(mapPart)
                .orElseThrow(() -> new DumpFormatException("an ELF core without a list of frames"));
        long claimed = Math.max(0, map.size()) / entrySize;
        checkCounts(slots, claimed, map.size() % entrySize);
        long entries = Math.min(Math.min(entriesInFile, slots), FrameTable.MAX_ENTRIES);
        boolean cut = entriesInFile < Math.min(claimed, slots);
        if (cut) {
            degradations.add("the file is truncated: " + (Math.min(claimed, slots) - entriesInFile) + " of " + claimed
                    + " entries of " + mapPart.sectionName() + " are lost, and their pages with them");
        }
        checkPages(entries, slotsInFile);
        long offset = map.offset();
        return new FrameSource(
                kind == DomainKind.PV
                        ? FrameTable.p2m(file.bytes(), offset, entries)
                        : FrameTable.pfnList(file.bytes(), offset, entries),
                Math.max(0, pages.offset()),
                slotsInFile,
                autoTranslated,
                guestLimit,
                cut,
                mapPart.sectionName());
    }

    /** Slots that the section of pages claims; when its size is impossible, those that the HEADER note counts. */
    private long slots(ElfSection pages) {
        if (pages.offset() < 0) {
            degradations.add(
                    String.format(Locale.ROOT, ".xen_pages has an impossible place, file offset 0x%x", pages.offset()));
        } else if (pages.offset() % Frames.PAGE_SIZE != 0) {
            degradations.add(String.format(
                    Locale.ROOT, ".xen_pages starts at file offset 0x%x, not at a page boundary", pages.offset()));
        }
        if (pages.size() >= 0) {
            return pages.size() / Frames.PAGE_SIZE;
        }
        boolean counted = header != null && header.pages() >= 0 && header.pages() < FrameTable.FRAME_LIMIT;
        degradations.add(".xen_pages has an impossible size: "
                + (counted ? "the HEADER note's count of pages is used" : "the rest of the file is taken for it"));
        return counted ? header.pages() : parts.file().size() / Frames.PAGE_SIZE;
    }

    private void checkPages(long slots, long slotsInFile) {
        if (slotsInFile < slots) {
            degradations.add("the file is truncated: the pages of " + (slots - slotsInFile) + " of " + slots
                    + " slots are lost");
        }
    }

    private FrameTable withoutList(XenPart mapPart, long slots, long slotsInFile) {
        checkPages(slots, slotsInFile);
        String lost = parts.has(mapPart)
                ? mapPart.sectionName() + " is lost: the file ends before it"
                : "the image has no list of frames (.xen_p2m or .xen_pfn)";
        if (kind == DomainKind.PV) {
            degradations.add(lost + "; PFNs are guessed from the order of " + slotsInFile
                    + " pages, machine frames are unknown");
            return FrameTable.slotOrder(slotsInFile);
        }
        degradations.add(lost + "; PFNs are guessed from the order of " + slotsInFile
                + " pages, leaving out the ranges that are never written");
        return FrameTable.slotOrderWithKnownHoles(slotsInFile);
    }

    private void checkCounts(long slots, long claimed, long odd) {
        if (odd != 0) {
            degradations.add("the list of frames ends within an entry");
        }
        long counted = header == null ? claimed : header.pages();
        if (counted != claimed || slots != claimed) {
            degradations.add("the HEADER note counts " + Long.toUnsignedString(counted) + " pages, .xen_pages has "
                    + slots + ", the list of frames " + claimed + ": the fewer of the sections' are used");
        }
    }
}

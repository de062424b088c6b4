package dev.xmdb.dump.frames;

/**
 * What a container's reader knows of the frames it found.
 *
 * @param table the list of frames
 * @param pagesOffset file offset of the page in slot 0
 * @param slotsInFile pages from there on that the file holds whole
 * @param autoTranslated whether the domain is, so that the writer's unmappable ranges apply
 * @param guestLimit PFNs below this belong to a PV domain, whether present or not (its own {@code max_pfn}); 0 when not known
 * @param tableCut whether entries at the end of the table are lost
 * @param rule how PFN and MFN are related, for people
 */
public record FrameSource(
        FrameTable table,
        long pagesOffset,
        long slotsInFile,
        boolean autoTranslated,
        long guestLimit,
        boolean tableCut,
        String rule) {}

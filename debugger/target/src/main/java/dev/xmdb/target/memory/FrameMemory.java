package dev.xmdb.target.memory;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.Frames;

/** Memory by frame number, without page tables: guest-physical by PFN, or machine memory by MFN. */
public final class FrameMemory extends ImageMemory {
    private static final int PAGE_MASK = Frames.PAGE_SIZE - 1;

    private final Frames frames;
    private final boolean byMfn;

    private FrameMemory(String name, boolean byMfn, int wordSize, DomainImage image) {
        super(name, wordSize, image.bytes());
        this.frames = image.frames();
        this.byMfn = byMfn;
    }

    /**
     * Guest-physical (pseudo-physical) memory.
     *
     * @param image where it is
     * @param wordSize bytes in a guest pointer
     */
    public static FrameMemory physical(DomainImage image, int wordSize) {
        return new FrameMemory("physical", false, wordSize, image);
    }

    /**
     * Machine memory, as far as it is the domain's.
     *
     * @param image where it is
     * @param wordSize bytes in a guest pointer
     */
    public static FrameMemory machine(DomainImage image, int wordSize) {
        return new FrameMemory("machine", true, wordSize, image);
    }

    @Override
    public long fileOffset(long address) {
        long frame = address >>> Frames.PAGE_SHIFT;
        long page = byMfn ? frames.fileOffsetOfMfn(frame) : frames.fileOffsetOfPfn(frame);
        return page < 0 ? -1 : page + (address & PAGE_MASK);
    }

    @Override
    String reason(long address) {
        long frame = address >>> Frames.PAGE_SHIFT;
        FrameAbsence absence = byMfn ? frames.absenceOfMfn(frame) : frames.absenceOfPfn(frame);
        return (byMfn ? "mfn 0x" : "pfn 0x") + Long.toHexString(frame) + " is " + absence.reason();
    }
}

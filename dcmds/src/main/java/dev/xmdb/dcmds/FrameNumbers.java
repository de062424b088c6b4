package dev.xmdb.dcmds;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;

/** From the frame numbers that page tables hold to guest frames. */
public final class FrameNumbers {
    private FrameNumbers() {}

    /** The guest frame that an image's page tables name; {@link Frames#ABSENT} when the image does not know it. */
    public static long pfnOfTableFrame(DomainImage image, long frame) {
        return image.frameNaming() == FrameNaming.PFN ? frame : image.frames().pfnOfMfn(frame);
    }

    /** {@code mfn} or {@code pfn}: what an image's page tables hold. */
    public static String word(DomainImage image) {
        return image.frameNaming() == FrameNaming.MFN ? "mfn" : "pfn";
    }
}

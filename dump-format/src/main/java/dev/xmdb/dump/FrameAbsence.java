package dev.xmdb.dump;

/** Why a frame has no bytes in an image. */
public enum FrameAbsence {
    /** The image has no entry for the frame: outside the domain's memory, foreign, a grant, or the hypervisor's own. */
    NOT_IN_IMAGE("not in image"),
    /** The frame lies within a PV domain's pseudo-physical range but had no machine frame when the image was taken. */
    BALLOONED("ballooned out"),
    /** The frame lies in a range that the writer of auto-translated images never maps (VGA hole, special pages below 4 GiB). */
    UNMAPPABLE("in a range that dump-core never writes"),
    /** The image does not name the frame, but it has lost the list of its frames, or a part of it, and the frame may have been there. */
    UNLISTED("not in what the image has left of its list of frames"),
    /** The image names the frame, but the file ends before its page. */
    TRUNCATED("lost: the file is truncated before this page");

    private final String reason;

    FrameAbsence(String reason) {
        this.reason = reason;
    }

    /** The reason in words that can follow "frame … is". */
    public String reason() {
        return reason;
    }
}

package dev.xmdb.dump;

/** Which frame numbers the page tables inside an image hold. */
public enum FrameNaming {
    /** Machine frames: a PV guest in a core dump. */
    MFN,
    /** Guest pseudo-physical frames: an auto-translated guest, or a PV guest in a save image. */
    PFN
}

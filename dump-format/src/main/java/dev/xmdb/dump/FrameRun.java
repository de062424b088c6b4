package dev.xmdb.dump;

/**
 * Consecutive frames that lie consecutively in an image.
 *
 * @param pfn first guest pseudo-physical frame
 * @param mfn first machine frame; equal to {@code pfn} in an auto-translated domain, {@link Frames#ABSENT} where nothing tells it
 * @param slot index of the first page in the image's page area
 * @param length number of frames
 */
public record FrameRun(long pfn, long mfn, long slot, long length) {}

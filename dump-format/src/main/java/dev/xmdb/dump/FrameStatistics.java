package dev.xmdb.dump;

/**
 * What one pass over an image's frame table counted.
 *
 * @param entries entries in the table
 * @param present frames with bytes in the image
 * @param invalid entries that name no frame ({@code ~0} padding, holes, numbers above the bound)
 * @param duplicatePfns entries whose PFN an earlier entry already had (the first wins)
 * @param duplicateMfns entries whose MFN an earlier entry already had (the first wins)
 * @param truncated frames named whose pages lie past the end of the file
 * @param maxPfn highest PFN named; -1 when none is
 * @param absentBelowMax PFNs from 0 to {@code maxPfn} that the table does not name
 * @param runs number of {@link FrameRun}s
 * @param sorted whether PFNs ascend strictly in file order
 */
public record FrameStatistics(
        long entries,
        long present,
        long invalid,
        long duplicatePfns,
        long duplicateMfns,
        long truncated,
        long maxPfn,
        long absentBelowMax,
        long runs,
        boolean sorted) {}

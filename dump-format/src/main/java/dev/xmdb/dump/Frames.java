package dev.xmdb.dump;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which frames an image holds, and where: PFN ↔ MFN ↔ slot ↔ file offset.
 *
 * <p>Indices are built on first use, in memory proportional to the image's runs or entries, never to the largest frame number.
 * Frame numbers are unsigned and below 2^40; anything else is simply absent. In an image that knows no machine frames
 * ({@link FrameNaming#PFN}) MFN and PFN are the same number.
 */
public interface Frames {

    /** Bytes in a frame. */
    int PAGE_SIZE = 4096;

    /** log2 of {@link #PAGE_SIZE}. */
    int PAGE_SHIFT = 12;

    /** What the lookups return for a frame that is not there. */
    long ABSENT = -1;

    /** File offset in bytes of the page of a guest frame, or {@link #ABSENT}; {@link #absenceOfPfn} tells why. */
    long fileOffsetOfPfn(long pfn);

    /** File offset in bytes of the page of a machine frame, or {@link #ABSENT}; {@link #absenceOfMfn} tells why. */
    long fileOffsetOfMfn(long mfn);

    /** The machine frame behind a guest frame, or {@link #ABSENT}. Known also for frames whose page is truncated away. */
    long mfnOfPfn(long pfn);

    /** The guest frame in front of a machine frame, or {@link #ABSENT}. */
    long pfnOfMfn(long mfn);

    /** Why {@link #fileOffsetOfPfn} returned {@link #ABSENT}. */
    FrameAbsence absenceOfPfn(long pfn);

    /** Why {@link #fileOffsetOfMfn} returned {@link #ABSENT}. */
    FrameAbsence absenceOfMfn(long mfn);

    /** Counts from one pass over the table. */
    FrameStatistics statistics();

    /**
     * The runs of present frames, in ascending PFN order.
     *
     * @param action takes a run; returns false when it wants no more
     */
    void scanRuns(Predicate<FrameRun> action);

    /** Every run of present frames, in ascending PFN order. */
    default void forEachRun(Consumer<FrameRun> action) {
        scanRuns(run -> {
            action.accept(run);
            return true;
        });
    }

    /** How PFN and MFN are related in this image, for people: {@code .xen_p2m}, {@code .xen_pfn}, {@code slot order (a guess)}. */
    String rule();
}

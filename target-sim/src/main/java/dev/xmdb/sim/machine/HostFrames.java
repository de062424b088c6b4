package dev.xmdb.sim.machine;

import dev.xmdb.dump.Frames;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * The machine frames that a host gave to one domain: extents of 512 frames scattered over the host's memory, and the frames of an extent
 * in an order of their own, so that whoever mixes guest and machine frames up reads the wrong page. Extents marked as whole keep their
 * order, which 2 MiB mappings need.
 */
public final class HostFrames {
    /** Frames in an extent: as many as one 2 MiB page holds. */
    public static final int EXTENT = 512;

    private static final long FIRST_EXTENT = 0x80;

    private final long extentMask;
    private final long extentFactor;
    private final long extentOffset;
    private final int frameFactor;
    private final int frameOffset;
    private final Set<Long> whole = new HashSet<>();
    private final Virtualisation virtualisation;

    /**
     * Scatters frames of a paravirtualised domain.
     *
     * @param pages how many the domain has
     * @param random decides the order
     */
    public HostFrames(long pages, Random random) {
        this(pages, random, Virtualisation.PV);
    }

    /**
     * Scatters frames.
     *
     * @param pages how many the domain has
     * @param random decides the order
     * @param virtualisation whether the domain gets to see them
     */
    public HostFrames(long pages, Random random, Virtualisation virtualisation) {
        this.virtualisation = virtualisation;
        // An odd factor permutes the numbers below a power of two.
        extentMask = Math.max(64, Long.highestOneBit(Math.ceilDiv(pages, EXTENT)) * 4) - 1;
        extentFactor = random.nextInt(1 << 16) | 1;
        extentOffset = random.nextInt(1 << 16);
        frameFactor = random.nextInt(EXTENT) | 1;
        frameOffset = random.nextInt(EXTENT);
    }

    /** Keeps the frames of the extent that a PFN is in contiguous. To be called before any of them is asked for. */
    public void keepWhole(long pfn) {
        whole.add(pfn / EXTENT);
    }

    /** How the domain runs. */
    public Virtualisation virtualisation() {
        return virtualisation;
    }

    /** The frame that page tables hold for a guest frame: the machine frame behind it, or itself when the hardware translates again. */
    public long mfn(long pfn) {
        if (virtualisation == Virtualisation.HVM) {
            return pfn;
        }
        long extent = pfn / EXTENT;
        long place = (extent * extentFactor + extentOffset) & extentMask;
        long frame = pfn % EXTENT;
        if (!whole.contains(extent)) {
            frame = (frame * frameFactor + frameOffset) & (EXTENT - 1);
        }
        return (FIRST_EXTENT + place) * EXTENT + frame;
    }

    /** The machine address of a guest frame, in bytes. */
    public long machineAddress(long pfn) {
        return mfn(pfn) << Frames.PAGE_SHIFT;
    }
}

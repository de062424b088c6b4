package dev.xmdb.dump.frames;

import dev.xmdb.dump.Frames;
import java.lang.foreign.MemorySegment;

/**
 * A list of frames in slot order: entry <i>i</i> says which frame the page in slot <i>i</i> is. Numbers are as the file has them; an
 * entry is <em>plausible</em> when its numbers are below {@link #FRAME_LIMIT}.
 */
public sealed interface FrameTable permits P2mTable, PfnTable, MfnTable, SlotOrderTable {

    /** Frame numbers at and above this (2^40) name no frame. */
    long FRAME_LIMIT = 1L << 40;

    /** The most entries a table is read for; a larger one (a domain above 8 TiB) is cut. */
    long MAX_ENTRIES = Integer.MAX_VALUE - 15L;

    /** How the machine frame of an entry is known. */
    enum MachineFrames {
        /** The table lists machine frames. */
        LISTED,
        /** The domain is auto-translated: both numbers are one. */
        SAME_AS_GUEST,
        /** Nothing tells. */
        UNKNOWN
    }

    /** Entries in the table, at most {@link #MAX_ENTRIES}. */
    long entries();

    /** How machine frames are known. */
    MachineFrames machineFrames();

    /** The guest frame of an entry, raw; {@code slot} is below {@link #entries}. */
    long pfn(long slot);

    /** The machine frame of an entry, raw; {@link Frames#ABSENT} where nothing tells. */
    long mfn(long slot);

    /**
     * Copies the numbers of consecutive entries.
     *
     * @param first first entry
     * @param count number of entries
     * @param numbers receives the guest frame of each, and behind it the machine frame where those are {@link MachineFrames#LISTED}
     */
    void load(long first, int count, long[] numbers);

    /**
     * Whether an entry is of the kind that a zero-filled table is made of. It is meant only when nothing before it names frame 0.
     *
     * @param pfn the entry's guest frame
     * @param mfn the entry's machine frame
     */
    boolean zero(long pfn, long mfn);

    /** The table of a PV image ({@code .xen_p2m}): pairs of 64-bit PFN and MFN. */
    static FrameTable p2m(MemorySegment file, long offset, long entries) {
        return new P2mTable(slice(file, offset, entries, P2mTable.ENTRY));
    }

    /** The table of an auto-translated image ({@code .xen_pfn}): 64-bit PFNs. */
    static FrameTable pfnList(MemorySegment file, long offset, long entries) {
        return new PfnTable(slice(file, offset, entries, PfnTable.ENTRY));
    }

    /**
     * The index of an xc_core image of a PV domain: MFNs, the PFN taken to be the slot.
     *
     * @param width bytes of an entry, 4 or 8
     */
    static FrameTable mfnIndex(MemorySegment file, long offset, long entries, int width) {
        return new MfnTable(slice(file, offset, entries, width), width, true);
    }

    /**
     * The index of an xc_core image of an HVM domain: the PFN taken to be the slot, the entries used only to tell holes.
     *
     * @param width bytes of an entry, 4 or 8
     */
    static FrameTable holesOnly(MemorySegment file, long offset, long entries, int width) {
        return new MfnTable(slice(file, offset, entries, width), width, false);
    }

    /** No table at all, PV: the PFN is guessed to be the slot, machine frames are unknown. */
    static FrameTable slotOrder(long entries) {
        return new SlotOrderTable(clamp(entries), false);
    }

    /** No table at all, auto-translated: slots hold ascending PFNs but for the ranges that the writer never maps. */
    static FrameTable slotOrderWithKnownHoles(long entries) {
        return new SlotOrderTable(clamp(entries), true);
    }

    private static MemorySegment slice(MemorySegment file, long offset, long entries, long size) {
        // An empty table may lie anywhere, even outside the file.
        return entries <= 0 ? MemorySegment.NULL : file.asSlice(offset, Math.multiplyExact(clamp(entries), size));
    }

    private static long clamp(long entries) {
        return Math.clamp(entries, 0, MAX_ENTRIES);
    }
}

package dev.xmdb.dump.frames;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/**
 * MFNs in slot order, of 4 or 8 bytes (the index of xc_core); the PFN is the slot. An entry that names no machine frame is a hole.
 *
 * @param listed whether the numbers are to be used, or only tell which slots are holes
 */
record MfnTable(MemorySegment table, int width, boolean listed) implements FrameTable {

    @Override
    public long entries() {
        return table.byteSize() / width;
    }

    @Override
    public MachineFrames machineFrames() {
        return listed ? MachineFrames.LISTED : MachineFrames.SAME_AS_GUEST;
    }

    @Override
    public long pfn(long slot) {
        return plausible(raw(slot)) ? slot : Frames.ABSENT;
    }

    @Override
    public long mfn(long slot) {
        return listed ? raw(slot) : pfn(slot);
    }

    @Override
    public void load(long first, int count, long[] numbers) {
        int next = 0;
        for (int index = 0; index < count; index++) {
            long mfn = raw(first + index);
            numbers[next++] = plausible(mfn) ? first + index : Frames.ABSENT;
            if (listed) {
                numbers[next++] = mfn;
            }
        }
    }

    @Override
    public boolean zero(long pfn, long mfn) {
        return listed && mfn == 0;
    }

    private long raw(long slot) {
        if (width == Long.BYTES) {
            return LittleEndian.u64(table, slot * width);
        }
        long mfn = LittleEndian.u32(table, slot * width);
        return mfn == 0xffff_ffffL ? Frames.ABSENT : mfn;
    }

    private static boolean plausible(long mfn) {
        return mfn >>> Long.numberOfTrailingZeros(FRAME_LIMIT) == 0;
    }
}

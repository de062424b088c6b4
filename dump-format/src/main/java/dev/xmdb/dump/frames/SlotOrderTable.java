package dev.xmdb.dump.frames;

import dev.xmdb.dump.Frames;

/**
 * What is left when an image has lost its table: slots in ascending PFN order.
 *
 * @param entries number of slots
 * @param knownHoles whether to leave out the ranges that writers of auto-translated images never map
 */
record SlotOrderTable(long entries, boolean knownHoles) implements FrameTable {

    @Override
    public MachineFrames machineFrames() {
        return knownHoles ? MachineFrames.SAME_AS_GUEST : MachineFrames.UNKNOWN;
    }

    @Override
    public long pfn(long slot) {
        return knownHoles ? UnmappableRanges.pfnOfSlot(slot) : slot;
    }

    @Override
    public long mfn(long slot) {
        return knownHoles ? pfn(slot) : Frames.ABSENT;
    }

    @Override
    public void load(long first, int count, long[] numbers) {
        for (int index = 0; index < count; index++) {
            numbers[index] = pfn(first + index);
        }
    }

    @Override
    public boolean zero(long pfn, long mfn) {
        return false;
    }
}

package dev.xmdb.dump.frames;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/** PFNs of an auto-translated domain (dump-core-format note, {@code .xen_pfn}). */
record PfnTable(MemorySegment table) implements FrameTable {
    /** Bytes of an entry. */
    static final long ENTRY = 8;

    @Override
    public long entries() {
        return table.byteSize() / ENTRY;
    }

    @Override
    public MachineFrames machineFrames() {
        return MachineFrames.SAME_AS_GUEST;
    }

    @Override
    public long pfn(long slot) {
        return LittleEndian.u64(table, slot * ENTRY);
    }

    @Override
    public long mfn(long slot) {
        return pfn(slot);
    }

    @Override
    public void load(long first, int count, long[] numbers) {
        MemorySegment.copy(table, LittleEndian.LONG, first * ENTRY, numbers, 0, count);
    }

    @Override
    public boolean zero(long pfn, long mfn) {
        return pfn == 0;
    }
}
